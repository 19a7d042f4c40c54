package io.github.rdpdiagnosis.model.check;

import java.util.Set;

/**
 * The place that a check looked from: this computer, another computer whose evidence file was
 * given, Azure's own interface, or the inside of the VM.
 *
 * @param name lower-case letters, digits, dots and dashes; at most 64 characters. It is the first
 *     part of a check id.
 */
public record Vantage(String name) {
  /** The computer that the diagnosis runs on: the user's own. */
  public static final Vantage CLIENT = new Vantage("client");

  /** Azure Resource Manager. */
  public static final Vantage AZURE = new Vantage("azure");

  /** The inside of the VM. */
  public static final Vantage GUEST = new Vantage("guest");

  /** The vantage points of a diagnosis itself; evidence from elsewhere has other names. */
  public static final Set<Vantage> OWN = Set.of(CLIENT, AZURE, GUEST);

  /** Checks the name. */
  public Vantage {
    if (!name.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
      throw new IllegalArgumentException(
          "vantage name must be 1 to 64 lower-case letters, digits, dots or dashes, got: " + name);
    }
  }

  // By hand, for every check compares vantage points: linking what a record has by itself takes a
  // fresh JVM 30 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Vantage vantage && vantage.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
