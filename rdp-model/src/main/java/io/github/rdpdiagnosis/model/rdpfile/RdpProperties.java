package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of documented properties: {@code properties.csv} beside this class, read on first use.
 * Each row names its source. Immutable, and safe to share between threads.
 */
public final class RdpProperties {
  private static final class Standard {
    static final RdpProperties INSTANCE =
        of(CsvTable.ofResource(RdpProperties.class, "properties.csv"));
  }

  private final List<RdpProperty> all;
  private final Map<String, RdpProperty> byName = new HashMap<>();

  private RdpProperties(List<RdpProperty> all) {
    this.all = List.copyOf(all);
    for (RdpProperty property : all) {
      if (byName.put(RdpSetting.key(property.name()), property) != null) {
        throw new IllegalArgumentException("two properties have the name " + property.name());
      }
    }
  }

  /**
   * The table that comes with the library.
   *
   * @return always the same instance
   */
  public static RdpProperties standard() {
    return Standard.INSTANCE;
  }

  static RdpProperties of(CsvTable table) {
    List<RdpProperty> all = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      try {
        String label = row.get("signscope");
        all.add(
            new RdpProperty(
                row.get("name"),
                types(row),
                row.get("allowed"),
                values(row),
                row.get("default"),
                row.get("meaning"),
                row.get("category"),
                label.isEmpty() ? Optional.empty() : Optional.of(label),
                row.get("applies"),
                row.get("source")));
      } catch (IllegalArgumentException e) {
        throw row.error(String.valueOf(e.getMessage()));
      }
    }
    return new RdpProperties(all);
  }

  // Loops, not streams: the table is read once, and a cold stream costs more than the reading.
  private static List<RdpSetting.Type> types(CsvTable.Row row) {
    List<RdpSetting.Type> types = new ArrayList<>();
    for (String letter : row.list("types")) {
      types.add(RdpSetting.Type.of(letter));
    }
    return types;
  }

  private static List<RdpProperty.Range> values(CsvTable.Row row) {
    List<RdpProperty.Range> values = new ArrayList<>();
    for (String text : row.list("values")) {
      int dots = text.indexOf("..");
      int first = Integer.parseInt(dots < 0 ? text : text.substring(0, dots));
      int last = dots < 0 ? first : Integer.parseInt(text.substring(dots + 2));
      values.add(new RdpProperty.Range(first, last));
    }
    return values;
  }

  /**
   * Every documented property.
   *
   * @return in the order of the table
   */
  public List<RdpProperty> all() {
    return all;
  }

  /**
   * What is documented about a name.
   *
   * @param name in any case
   * @return the property, or empty if the name is not known
   */
  public Optional<RdpProperty> find(String name) {
    return Optional.ofNullable(byName.get(RdpSetting.key(name)));
  }
}
