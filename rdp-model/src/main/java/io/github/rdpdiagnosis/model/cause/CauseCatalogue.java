package io.github.rdpdiagnosis.model.cause;

import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of root causes: {@code causes.csv} beside this class, read on first use. Immutable,
 * and safe to share between threads.
 */
public final class CauseCatalogue {
  private static final class Standard {
    static final CauseCatalogue INSTANCE =
        of(CsvTable.ofResource(CauseCatalogue.class, "causes.csv"));
  }

  private final Map<String, Cause> byId;
  private final List<Cause> causes;

  private CauseCatalogue(List<Cause> causes) {
    Map<String, Cause> index = new HashMap<>();
    for (Cause cause : causes) {
      if (index.put(cause.id(), cause) != null) {
        throw new IllegalArgumentException("two causes have the id " + cause.id());
      }
    }
    this.causes = List.copyOf(causes);
    this.byId = Map.copyOf(index);
  }

  /**
   * The catalogue that comes with the library.
   *
   * @return always the same instance
   */
  public static CauseCatalogue standard() {
    return Standard.INSTANCE;
  }

  static CauseCatalogue of(CsvTable table) {
    List<Cause> causes = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      try {
        causes.add(
            new Cause(
                row.get("id"),
                CsvTable.constant(FaultDomain.values(), row.get("domain")),
                CsvTable.constant(Stage.values(), row.get("stage")),
                row.get("provable_by"),
                CsvTable.constant(Certainty.values(), row.get("max_certainty")),
                row.get("title"),
                row.get("symptom"),
                row.get("explanation"),
                row.get("evidence"),
                row.get("remedy"),
                row.get("reboot"),
                row.get("source")));
      } catch (IllegalArgumentException e) {
        IllegalArgumentException placed = row.error(String.valueOf(e.getMessage()));
        placed.initCause(e);
        throw placed;
      }
    }
    return new CauseCatalogue(causes);
  }

  /**
   * All causes, in the order of the table.
   *
   * @return 122 rows
   */
  public List<Cause> causes() {
    return causes;
  }

  /**
   * The causes whose fault lies in one place, in the order of the table.
   *
   * @param domain the place
   * @return its rows; never empty
   */
  public List<Cause> inDomain(FaultDomain domain) {
    return causes.stream().filter(cause -> cause.domain() == domain).toList();
  }

  /**
   * The cause of an id that must exist.
   *
   * @param id such as {@code NW-01}, in any case
   * @return the row
   * @throws IllegalArgumentException if there is no such id
   */
  public Cause cause(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no cause has the id " + id));
  }

  /**
   * The cause of an id, if there is one.
   *
   * @param id such as {@code NW-01}, in any case
   * @return the row, or empty
   */
  public Optional<Cause> find(String id) {
    return Optional.ofNullable(byId.get(id.toUpperCase(Locale.ROOT)));
  }
}
