package io.github.rdpdiagnosis.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that is not as it was when the connection worked. Evidence, never proof: it says where
 * to look first among what is possible.
 *
 * @param at when, where that is known; a comparison of two states knows no time
 * @param text what changed, in one sentence
 * @param causes ids of the causes that such a change can bring about; empty where it points nowhere
 * @param evidence ids of the observations it was seen in
 */
public record RecentChange(
    Optional<Instant> at, String text, List<String> causes, List<String> evidence) {
  /** Copies the lists. */
  public RecentChange {
    causes = List.copyOf(causes);
    evidence = List.copyOf(evidence);
    if (text.isBlank()) {
      throw new IllegalArgumentException("a change needs a text");
    }
  }
}
