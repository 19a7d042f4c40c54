package io.github.rdpdiagnosis.model.rdpfile;

/**
 * A line of a {@code .rdp} file that could not be read as it stands. The rest of the file is used
 * all the same.
 *
 * <p>Source: as {@link RdpFile}.
 *
 * @param line number of the line, from 1
 * @param message what was expected and what was found; never the value of a secret
 */
public record RdpProblem(int line, String message) {
  @Override
  public String toString() {
    return "line " + line + ": " + message;
  }
}
