package io.github.rdpdiagnosis.azure.guest;

/**
 * Output of a guest that is not a whole record: something else, cut, changed on the way, or parts
 * of different machines. The message says where, and what was expected there.
 */
public final class GuestRecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String problem;

  GuestRecordFormatException(int line, String problem) {
    super((line > 0 ? "guest record, line " + line + ": " : "guest record: ") + problem);
    this.line = line;
    this.problem = problem;
  }

  /**
   * What was expected, and what was found instead.
   *
   * @return one line
   */
  public String problem() {
    return problem;
  }

  /**
   * Where in the record's text.
   *
   * @return a line, from 1; 0 where it is about the output as a whole
   */
  public int line() {
    return line;
  }
}
