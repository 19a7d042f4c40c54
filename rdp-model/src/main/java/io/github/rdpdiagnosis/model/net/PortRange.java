package io.github.rdpdiagnosis.model.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports from one number to another, both included. Rules may start at 0, which no connection uses.
 *
 * <p>Source: RFC 6335 section 6.
 *
 * @param first lowest number, 0 to 65535
 * @param last highest number, not below {@code first}
 */
public record PortRange(int first, int last) {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");

  /** Every port. */
  public static final PortRange ALL = new PortRange(0, 65535);

  /** Checks the bounds. */
  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException(
          "port range must lie in 0 to 65535, lower number first, got " + first + "-" + last);
    }
  }

  /**
   * A range from text: {@code *}, one number, or two joined by a dash.
   *
   * @param text such as {@code 3380-3390}
   * @return the range
   * @throws IllegalArgumentException if it is none of these
   */
  public static PortRange parse(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("*")) {
      return ALL;
    }
    Matcher ends = SHAPE.matcher(trimmed);
    if (!ends.matches()) {
      throw new IllegalArgumentException("port range must be *, N or A-B, got '" + text + "'");
    }
    int first = Integer.parseInt(ends.group(1));
    return new PortRange(first, ends.group(2) == null ? first : Integer.parseInt(ends.group(2)));
  }

  /**
   * Whether a port is in the range.
   *
   * @param port the port
   * @return true if it is
   */
  public boolean contains(Port port) {
    return first <= port.number() && port.number() <= last;
  }

  /**
   * Whether every port that a connection can use is in the range.
   *
   * @return true for 0-65535 and 1-65535
   */
  public boolean isAll() {
    return first <= 1 && last == 65535;
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
