package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Map;

/**
 * Questions to Azure Resource Graph. It answers from a copy that may lag some minutes, and leaves
 * out what this identity may not read.
 */
final class ResourceGraph {
  static final String PATH = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";

  private static final int MAX_ROWS = 100;

  private ResourceGraph() {}

  /** The body of a question; without subscriptions it is about all that this identity sees. */
  static Map<String, Object> query(List<String> subscriptions, String query) {
    Map<String, Object> options = Map.of("resultFormat", "objectArray", "$top", (long) MAX_ROWS);
    return subscriptions.isEmpty()
        ? Map.of("query", query, "options", options)
        : Map.of("subscriptions", subscriptions, "query", query, "options", options);
  }
}
