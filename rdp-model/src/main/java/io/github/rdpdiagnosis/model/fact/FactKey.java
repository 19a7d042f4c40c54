package io.github.rdpdiagnosis.model.fact;

import java.util.Objects;

/**
 * The name and type of one fact, such as {@code tcp.outcome}.
 *
 * <p>Keys are constants beside the contract of their producer. Two keys are equal when their ids
 * are; an id is API and is never given another type.
 *
 * @param id dotted lower-case name, as it stands in JSON
 * @param type codec of the value
 * @param <T> the type of the value
 */
public record FactKey<T>(String id, FactType<T> type) {
  /** Checks that the id is a dotted lower-case name. */
  public FactKey {
    Objects.requireNonNull(type, "type");
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+")) {
      throw new IllegalArgumentException("id is not a dotted lower-case name: " + id);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FactKey<?> key && key.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
