package io.github.rdpdiagnosis.model.rdpfile;

import java.util.List;
import java.util.Objects;

/**
 * A changed {@code .rdp} file, and what its user has to know about the change.
 *
 * <p>Source: as {@link RdpFile}.
 *
 * @param file the file as it is now
 * @param notes one sentence each, such as that the signature was dropped; empty where nothing is to
 *     be said
 */
public record RdpEdit(RdpFile file, List<String> notes) {
  /** Copies the notes. */
  public RdpEdit {
    Objects.requireNonNull(file, "file");
    notes = List.copyOf(notes);
  }
}
