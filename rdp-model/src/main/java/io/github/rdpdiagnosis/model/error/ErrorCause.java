package io.github.rdpdiagnosis.model.error;

import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.util.Objects;

/**
 * What an error says of one root cause.
 *
 * <p>Source: the table of client errors, whose rows name theirs.
 *
 * @param id id of the catalogue, such as {@code NW-01}
 * @param strength how much the error alone says
 */
public record ErrorCause(String id, Strength strength) {
  /** How much an error alone says of a cause. */
  public enum Strength {
    /**
     * The message leaves this cause alone: no other one of the catalogue makes a server or client
     * say so.
     */
    PROVES,
    /** The message is what this cause looks like, and others look the same. */
    SUGGESTS
  }

  /** Checks that there is an id. */
  public ErrorCause {
    Objects.requireNonNull(strength, "strength");
    if (id.isBlank()) {
      throw new IllegalArgumentException("a cause needs an id");
    }
  }

  /** {@code VM-62:PROVES}; a bare id suggests. */
  static ErrorCause parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new ErrorCause(text, Strength.SUGGESTS)
        : new ErrorCause(
            text.substring(0, colon),
            CsvTable.constant(Strength.values(), text.substring(colon + 1)));
  }
}
