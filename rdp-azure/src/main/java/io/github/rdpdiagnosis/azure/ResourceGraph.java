package io.github.rdpdiagnosis.azure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Questions to Azure Resource Graph. It answers from a copy that may lag some minutes, and leaves
 * out what this identity may not read.
 */
final class ResourceGraph {
  static final String PATH = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";

  private static final int MAX_ROWS = 1000;

  private ResourceGraph() {}

  /** Texts in a query, between commas. An id, name or address with a quote in it is none. */
  static String quoted(Collection<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replaceAll("['\\\\\\p{Cntrl}]", "") + "'")
        .collect(Collectors.joining(","));
  }

  /** The body of a question; without subscriptions it is about all that this identity sees. */
  static Map<String, Object> query(List<String> subscriptions, String query) {
    return query(subscriptions, query, Optional.empty());
  }

  /** The body of a question for the page that a token stands for. */
  static Map<String, Object> query(
      List<String> subscriptions, String query, Optional<String> skipToken) {
    Map<String, Object> options = new TreeMap<>();
    options.put("resultFormat", "objectArray");
    options.put("$top", (long) MAX_ROWS);
    skipToken.ifPresent(token -> options.put("$skipToken", token));
    return subscriptions.isEmpty()
        ? Map.of("query", query, "options", options)
        : Map.of("subscriptions", subscriptions, "query", query, "options", options);
  }
}
