package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.fact.FactKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The derived facts of the diagnosed path, each with the ids of the observations it rests on.
 * Immutable once built.
 */
final class FactBase {
  /** A fact and what it rests on. */
  record Known(Object value, Set<String> evidence) {}

  private final Map<String, Known> facts;

  private FactBase(Map<String, Known> facts) {
    this.facts = facts;
  }

  <T> Optional<T> value(FactKey<T> key) {
    Known known = facts.get(key.id());
    if (known == null) {
      return Optional.empty();
    }
    // Only put() below writes, and it takes a value of the key's own type.
    @SuppressWarnings("unchecked")
    T value = (T) known.value();
    return Optional.of(value);
  }

  Set<String> evidence(FactKey<?> key) {
    Known known = facts.get(key.id());
    return known == null ? Set.of() : known.evidence();
  }

  /** The value as it is printed. */
  Optional<String> text(String keyId) {
    return Optional.ofNullable(facts.get(keyId)).map(known -> String.valueOf(known.value()));
  }

  Set<String> keys() {
    return facts.keySet();
  }

  static Builder builder() {
    return new Builder();
  }

  static final class Builder {
    private final Map<String, Known> facts = new TreeMap<>();

    <T> Builder put(FactKey<T> key, T value, Collection<String> evidence) {
      facts.put(
          key.id(), new Known(value, Collections.unmodifiableSet(new LinkedHashSet<>(evidence))));
      return this;
    }

    <T> Builder put(FactKey<T> key, T value, String evidence) {
      return put(key, value, Set.of(evidence));
    }

    <T> Optional<T> value(FactKey<T> key) {
      return new FactBase(facts).value(key);
    }

    Set<String> evidence(FactKey<?> key) {
      return new FactBase(facts).evidence(key);
    }

    FactBase build() {
      return new FactBase(Map.copyOf(facts));
    }
  }
}
