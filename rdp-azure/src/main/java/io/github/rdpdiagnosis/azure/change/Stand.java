package io.github.rdpdiagnosis.azure.change;

import java.util.Map;
import java.util.Optional;

/**
 * Where an operation's target stands.
 *
 * @param kind against the operation's two states
 * @param text what is there
 * @param etag its ETag, where it has one
 * @param found the properties of what is about to be deleted
 */
record Stand(Kind kind, String text, Optional<String> etag, Optional<Map<String, Object>> found) {
  enum Kind {
    /** As expected before. */
    BEFORE,
    /** As wanted. */
    AFTER,
    /** Something is at work on it. */
    UNDER_WAY,
    /** Neither: somebody else changed it, or the step does not fit. */
    OTHER
  }

  static Stand of(Kind kind, String text) {
    return new Stand(kind, text, Optional.empty(), Optional.empty());
  }

  /** Compares a text that ARM may spell in another case. */
  static Stand between(String is, String before, String after) {
    if (is.equalsIgnoreCase(after)) {
      return of(Kind.AFTER, is);
    }
    return of(is.equalsIgnoreCase(before) ? Kind.BEFORE : Kind.OTHER, is);
  }
}
