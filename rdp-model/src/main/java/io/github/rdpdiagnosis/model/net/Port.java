package io.github.rdpdiagnosis.model.net;

/**
 * A TCP or UDP port, 1 to 65535.
 *
 * <p>Source: RFC 6335 section 6.
 *
 * @param number the port number
 */
public record Port(int number) implements Comparable<Port> {
  /** 3389, where Remote Desktop listens unless it was moved. */
  public static final Port RDP = new Port(3389);

  /** Checks the range. */
  public Port {
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, got " + number);
    }
  }

  /**
   * A port from text: decimal digits only, as a user types it.
   *
   * @param text such as {@code 3389}
   * @return the port
   * @throws IllegalArgumentException if it is not a whole number from 1 to 65535
   */
  public static Port parse(String text) {
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "port must be a whole number from 1 to 65535, got '" + text + "'");
    }
    return new Port(Integer.parseInt(text));
  }

  @Override
  public int compareTo(Port other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
