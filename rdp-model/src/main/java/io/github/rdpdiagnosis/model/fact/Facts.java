package io.github.rdpdiagnosis.model.fact;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts of one observation, by key, held as plain JSON data so that a fact of an unknown key
 * survives a round trip.
 *
 * <p>Immutable. Iteration order is the order of the ids.
 */
public final class Facts {
  private static final Facts NONE = new Facts(new TreeMap<>());

  private final SortedMap<String, Object> json;

  private Facts(SortedMap<String, Object> json) {
    this.json = Collections.unmodifiableSortedMap(json);
  }

  /**
   * No facts.
   *
   * @return the empty facts
   */
  public static Facts none() {
    return NONE;
  }

  /**
   * Facts read from a document.
   *
   * @param json plain JSON data by fact id
   * @return the facts
   */
  public static Facts ofJson(Map<String, ?> json) {
    return new Facts(new TreeMap<>(json));
  }

  /**
   * A new builder without facts.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The value of a fact.
   *
   * @param key which fact
   * @param <T> its type
   * @return the value, or empty when this observation does not have the fact
   * @throws IllegalArgumentException if the fact is there with a value of another type; readers of
   *     documents check with {@link #problem(FactKey)} first
   */
  public <T> Optional<T> get(FactKey<T> key) {
    Object value = json.get(key.id());
    return value == null ? Optional.empty() : Optional.of(key.type().decode(value));
  }

  /**
   * Whether the fact is here.
   *
   * @param key which fact
   * @return true if it is
   */
  public boolean has(FactKey<?> key) {
    return json.containsKey(key.id());
  }

  /**
   * What is wrong with the value of a fact, if anything.
   *
   * @param key which fact
   * @return a message that names the fact and what was expected, or empty if the fact is absent or
   *     well-formed
   */
  public Optional<String> problem(FactKey<?> key) {
    Object value = json.get(key.id());
    if (value == null) {
      return Optional.empty();
    }
    try {
      key.type().decode(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(key.id() + ": " + e.getMessage());
    }
  }

  /**
   * All facts as plain JSON data, sorted by id.
   *
   * @return an unmodifiable view
   */
  public SortedMap<String, Object> json() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Facts facts && facts.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }

  /** Collects facts. Not thread-safe. */
  public static final class Builder {
    private final SortedMap<String, Object> json = new TreeMap<>();

    private Builder() {}

    /**
     * Adds a fact, in place of an earlier one of the same key.
     *
     * @param key which fact
     * @param value its value
     * @param <T> its type
     * @return this builder
     */
    public <T> Builder put(FactKey<T> key, T value) {
      json.put(key.id(), key.type().encode(value));
      return this;
    }

    /**
     * The facts collected so far.
     *
     * @return an immutable copy
     */
    public Facts build() {
      return new Facts(new TreeMap<>(json));
    }
  }
}
