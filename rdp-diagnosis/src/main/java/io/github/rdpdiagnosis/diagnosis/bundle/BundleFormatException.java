package io.github.rdpdiagnosis.diagnosis.bundle;

/** A file that is no evidence bundle, or was cut short or changed; the message names the entry. */
public final class BundleFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String entry;

  BundleFormatException(String entry, String problem) {
    super((entry.isEmpty() ? "" : "entry " + entry + ": ") + problem);
    this.entry = entry;
  }

  /**
   * Which part of the bundle.
   *
   * @return the name of the entry, or the empty text if it is about the file as a whole
   */
  public String entry() {
    return entry;
  }
}
