package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.net.Port;
import java.util.List;
import java.util.Objects;

/**
 * The host and port to connect to.
 *
 * <p>Source: RFC 3986 section 3.2.2 (addresses in brackets), RFC 4291 section 2.2, RFC 1123 section
 * 2.1.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets; 1 to 253 characters
 * @param port the TCP port
 * @param notes what is odd about how the file says it, one sentence each; empty for a target typed
 *     by a user
 */
public record RdpTarget(String host, Port port, List<String> notes) {
  private static final int MAX_HOST = 253;
  private static final int MAX_LABEL = 63;
  private static final int MAX_ZONE = 32;
  private static final String EXPECTED = "expected HOST, HOST:PORT, [IPV6] or [IPV6]:PORT";

  /** Checks the host and copies the notes. */
  public RdpTarget {
    checkHost(host, host, 0);
    Objects.requireNonNull(port, "port");
    notes = List.copyOf(notes);
  }

  /**
   * A target as a user types it: {@code HOST}, {@code HOST:PORT}, {@code [IPV6]}, {@code
   * [IPV6]:PORT}, or an IPv6 address alone without brackets, whose last group is never taken for a
   * port. Without a port it is 3389.
   *
   * @param text what was typed; blanks are not allowed, not even around it
   * @return the target
   * @throws IllegalArgumentException if it is none of these; the message is one line with the place
   *     and the expectation
   */
  public static RdpTarget parse(String text) {
    return parse(text, Port.RDP);
  }

  /**
   * As {@link #parse(String)}, with another port where the text names none.
   *
   * @param text what was typed
   * @param otherwise such as 443 for an RD Gateway
   * @return the target
   * @throws IllegalArgumentException as {@link #parse(String)}
   */
  public static RdpTarget parse(String text, Port otherwise) {
    Address address = address(text);
    return new RdpTarget(address.host(), address.portOr(otherwise), List.of());
  }

  /**
   * The target as {@link #parse} takes it.
   *
   * @return such as {@code sql1.example.com:3389} or {@code [2001:db8::1]:3389}
   */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** A host and, where the text names one, its port (else 0). */
  record Address(String host, int port) {
    Port portOr(Port otherwise) {
      return port == 0 ? otherwise : new Port(port);
    }
  }

  static Address address(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(EXPECTED + ", found nothing");
    }
    if (text.charAt(0) == '[') {
      return bracketed(text);
    }
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      checkHost(text, text, 0);
      return new Address(text, 0);
    }
    String host = colon < 0 ? text : text.substring(0, colon);
    checkHost(host, text, 0);
    return new Address(host, colon < 0 ? 0 : port(text, colon + 1));
  }

  private static Address bracketed(String text) {
    int close = text.indexOf(']');
    if (close < 0) {
      throw bad(text, text.length(), "expected ']' to close the IPv6 address, found the end");
    }
    String host = text.substring(1, close);
    if (!isIpv6(host)) {
      throw bad(text, 1, "expected an IPv6 address between the brackets");
    }
    if (close + 1 == text.length()) {
      return new Address(host, 0);
    }
    if (text.charAt(close + 1) != ':') {
      throw bad(text, close + 1, "expected ':' and a port, or the end, after ']'");
    }
    return new Address(host, port(text, close + 2));
  }

  private static int port(String text, int at) {
    String digits = text.substring(at);
    if (!digits.matches("[0-9]{1,10}")) {
      throw bad(text, at, "expected a port, a whole number from 1 to 65535");
    }
    long number = Long.parseLong(digits);
    if (number < 1 || number > 65535) {
      throw bad(text, at, "expected a port from 1 to 65535, found " + number);
    }
    return (int) number;
  }

  /** A host that is a part of {@code whole}, where it begins at {@code start}. */
  private static void checkHost(String host, String whole, int start) {
    if (host.isEmpty()) {
      throw bad(whole, start, "expected a host name or address, found none");
    }
    if (host.length() > MAX_HOST) {
      throw bad(
          whole,
          start,
          "expected a host of at most " + MAX_HOST + " characters, found " + host.length());
    }
    if (host.indexOf(':') >= 0) {
      if (!isIpv6(host)) {
        throw bad(whole, start, EXPECTED + ", found several colons that make no IPv6 address");
      }
      return;
    }
    int label = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean isLast = i == host.length() - 1;
      if (c == '.') {
        if (i == label) {
          throw bad(whole, start + i, "expected a letter or digit before the dot");
        }
        label = i + 1;
      } else if (!isHostCharacter(c)) {
        throw bad(
            whole,
            start + i,
            "expected a letter, digit, '-', '_' or '.', found " + Printable.of(c));
      }
      if (i - label >= MAX_LABEL) {
        throw bad(
            whole, start + label, "expected at most " + MAX_LABEL + " characters between dots");
      }
      if (isLast && host.matches("[0-9.]+") && !isIpv4(host)) {
        throw bad(whole, start, "expected an IPv4 address of four numbers from 0 to 255");
      }
    }
  }

  /**
   * Letters of any script, as a user may type an internationalised name; the resolver has the last
   * word.
   */
  private static boolean isHostCharacter(char c) {
    return c == '-' || c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** RFC 4291 section 2.2, with an optional zone after a percent sign (RFC 4007 section 11). */
  private static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    if (percent >= 0
        && !text.substring(percent + 1).matches("[A-Za-z0-9._-]{1," + MAX_ZONE + "}")) {
      return false;
    }
    String address = percent < 0 ? text : text.substring(0, percent);
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address, true) == 8;
    }
    String before = address.substring(0, gap);
    String after = address.substring(gap + 2);
    int left = before.isEmpty() ? 0 : groups(before, false);
    int right = after.isEmpty() ? 0 : groups(after, true);
    return left >= 0 && right >= 0 && left + right <= 7;
  }

  /** The number of 16-bit groups, or -1 if these are none. */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].matches("[0-9A-Fa-f]{1,4}")) {
        count++;
      } else if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count += 2;
      } else {
        return -1;
      }
    }
    return count;
  }

  private static IllegalArgumentException bad(String text, int index, String expectation) {
    return new IllegalArgumentException(
        "'" + Printable.excerpt(text) + "', character " + (index + 1) + ": " + expectation);
  }
}
