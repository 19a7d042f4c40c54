package io.github.rdpdiagnosis.model.rdpfile;

/**
 * A {@code .rdp} file cannot be used: it is too large, no text, or leads nowhere. The message is
 * one line that names the place, what was expected and what was found; it never holds the value of
 * a secret setting.
 *
 * <p>Source: as {@link RdpFile}.
 */
public final class RdpFileFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RdpFileFormatException(String message) {
    super(message);
  }

  RdpFileFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
