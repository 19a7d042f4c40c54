package io.github.rdpdiagnosis.samples.cli;

/**
 * Something in the command line, or in a file that it names, cannot be used. Printed as one line;
 * exit status 2.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
