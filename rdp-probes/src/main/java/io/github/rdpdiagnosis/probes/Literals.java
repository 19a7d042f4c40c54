package io.github.rdpdiagnosis.probes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Address literals, told from names without asking anyone. */
final class Literals {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  private Literals() {}

  /**
   * Dotted quad or IPv6 text form. Short forms such as {@code 10.1} are names here: clients
   * disagree about them.
   */
  static Optional<InetAddress> parse(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String text = bracketed ? host.substring(1, host.length() - 1) : host;
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(InetAddress.getByName(text));
      }
      return text.contains(":")
          ? Optional.of(InetAddress.getByName("[" + text + "]"))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional
          .empty(); // brackets make the JDK refuse what is no IPv6 literal instead of resolving it
    }
  }
}
