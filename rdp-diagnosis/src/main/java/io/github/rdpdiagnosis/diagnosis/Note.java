package io.github.rdpdiagnosis.diagnosis;

import java.util.List;

/**
 * Something worth knowing that is not a fault.
 *
 * @param text one sentence
 * @param evidence ids of the observations it rests on; may be empty
 */
public record Note(String text, List<String> evidence) {
  /** Copies the list. */
  public Note {
    evidence = List.copyOf(evidence);
    if (text.isBlank()) {
      throw new IllegalArgumentException("note needs a text");
    }
  }
}
