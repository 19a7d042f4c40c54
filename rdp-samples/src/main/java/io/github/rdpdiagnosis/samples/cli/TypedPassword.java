package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.model.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A password from the console, or a line of standard input; never from the command line. */
final class TypedPassword {
  private static final int MAX = 1024;

  private TypedPassword() {}

  @SuppressWarnings("SystemConsoleNull") // null is still what JDK 17 gives
  static Optional<Secret> read(String prompt) throws IOException {
    Console console = System.console();
    if (console != null) { // JDK 22 and later have one also where no person sits: it reads a line
      char[] typed = console.readPassword("%s", prompt);
      return typed == null ? Optional.empty() : Optional.of(Secret.of(new String(typed)));
    }
    // One byte after the other: what follows the line is for whoever reads next.
    byte[] line = new byte[MAX];
    int length = 0;
    for (int next = System.in.read(); next >= 0 && next != '\n' && length < MAX; length++) {
      line[length] = (byte) next;
      next = System.in.read();
    }
    String password = new String(line, 0, length, StandardCharsets.UTF_8).replaceFirst("\r$", "");
    return password.isEmpty() ? Optional.empty() : Optional.of(Secret.of(password));
  }
}
