package io.github.rdpdiagnosis.azure.guest;

import java.util.Map;

/** One entry of a list. */
final class RecordRow extends RecordFields {
  private final String kind;
  private final Map<String, Item<String>> fields;
  private final int line;

  RecordRow(String kind, Map<String, Item<String>> fields, int line) {
    this.kind = kind;
    this.fields = fields;
    this.line = line;
  }

  @Override
  Item<String> item(String name) {
    Item<String> item = fields.get(name);
    return item != null
        ? item
        : new Item.NotRead<>("the collector said nothing of " + kind + "." + name);
  }

  @Override
  int line(String name) {
    return line;
  }
}
