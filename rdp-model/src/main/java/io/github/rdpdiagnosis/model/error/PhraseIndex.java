package io.github.rdpdiagnosis.model.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of messages as a tree, so that a text is compared with all of them at once, in time
 * proportional to its length. Not changed after it was built.
 */
final class PhraseIndex {
  /** A text of fewer words is no beginning of a message: too many begin alike. */
  private static final int LEAST_BEGINNING = 3;

  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();

    /** Rows whose phrase ends here. */
    private final List<ClientError> ending = new ArrayList<>();

    /** Rows whose phrase goes on from here. */
    private final List<ClientError> going = new ArrayList<>();
  }

  /** A row, and its words in the text. */
  record Found(ClientError error, String words) {
    ErrorCandidate candidate(boolean isFaint) {
      return new ErrorCandidate(error, "the words \"" + words + '"', false, isFaint);
    }
  }

  private record Span(ClientError error, int start, int end, int length) {}

  private final Node root = new Node();

  void add(String phrase, ClientError error) {
    Node node = root;
    for (String word : ErrorText.words(phrase)) {
      node.going.add(error);
      Node next = node.next.get(word);
      if (next == null) {
        next = new Node();
        node.next.put(word, next);
      }
      node = next;
    }
    node.ending.add(error);
  }

  /**
   * The rows whose phrase stands in the words, each with its words, the longest first, without
   * those that overlap a longer one.
   */
  List<Found> in(List<String> words) {
    List<Span> spans = new ArrayList<>();
    int[] longest = new int[words.size()];
    for (int start = 0; start < words.size(); start++) {
      Node node = root.next.get(words.get(start));
      int length = 0;
      for (int end = start + 1; node != null; end++) {
        length += words.get(end - 1).length() + 1;
        for (ClientError error : node.ending) {
          spans.add(new Span(error, start, end, length));
        }
        if (!node.ending.isEmpty()) {
          for (int i = start; i < end; i++) {
            longest[i] = Math.max(longest[i], length);
          }
        }
        node = end < words.size() ? node.next.get(words.get(end)) : null;
      }
    }
    spans.removeIf(span -> isBeaten(span, longest));
    spans.sort(Comparator.comparingInt(Span::length).reversed());
    List<Found> found = new ArrayList<>();
    // By identity: a row is large, and there is one object of each.
    Set<ClientError> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Span span : spans) {
      if (seen.add(span.error())) {
        String held = String.join(" ", words.subList(span.start(), span.end()));
        found.add(new Found(span.error(), held));
      }
    }
    return found;
  }

  private static boolean isBeaten(Span span, int[] longest) {
    for (int i = span.start(); i < span.end(); i++) {
      if (longest[i] > span.length()) {
        return true;
      }
    }
    return false;
  }

  /** The rows whose phrase begins with all of these words and goes on. */
  List<ClientError> beginningWith(List<String> words) {
    if (words.size() < LEAST_BEGINNING) {
      return List.of();
    }
    Node node = root;
    for (String word : words) {
      Node next = node.next.get(word);
      if (next == null) {
        return List.of();
      }
      node = next;
    }
    return node.going;
  }
}
