package io.github.rdpdiagnosis.azure.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of one section, by name. */
final class RecordSection extends RecordFields {
  private final String word;
  private final Map<String, Item<String>> items = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, List<RecordRow>> rows = new HashMap<>();
  private final Map<String, Integer> leftOut = new HashMap<>();
  private Optional<String> failure = Optional.empty();

  RecordSection(String word) {
    this.word = word;
  }

  /** A section that is not in the record. */
  static RecordSection missing(GuestSection section, String because) {
    RecordSection missing = new RecordSection(section.word());
    missing.fail(because);
    return missing;
  }

  void fail(String because) {
    failure = Optional.of(because);
  }

  Optional<String> failure() {
    return failure;
  }

  boolean add(String name, Item<String> item, int line) {
    lines.put(name, line);
    return items.put(name, item) == null;
  }

  List<RecordRow> rows(String kind) {
    return rows.computeIfAbsent(kind, k -> new ArrayList<>());
  }

  void leftOut(String kind, int count) {
    leftOut.put(kind, count);
  }

  @Override
  Item<String> item(String name) {
    Item<String> item = items.get(name);
    return item != null
        ? item
        : new Item.NotRead<>(failure.orElse("the collector said nothing of " + word + "." + name));
  }

  @Override
  int line(String name) {
    return lines.getOrDefault(name, 0);
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(RecordRow row) throws GuestRecordFormatException;
  }

  /** A list. Where the section failed, a list of it may be cut short, so it counts as not read. */
  <T> Item<Listing<T>> listing(String kind, RowReader<T> reader) throws GuestRecordFormatException {
    List<T> entries = new ArrayList<>();
    for (RecordRow row : rows.getOrDefault(kind, List.of())) {
      entries.add(reader.read(row));
    }
    Item<String> instead = items.get(kind);
    if (instead != null) {
      return instead.map(text -> new Listing<>(entries, 0));
    }
    return failure
        .<Item<Listing<T>>>map(Item.NotRead::new)
        .orElseGet(() -> new Item.Present<>(new Listing<>(entries, leftOut.getOrDefault(kind, 0))));
  }

  @Override
  public String toString() {
    return word;
  }
}
