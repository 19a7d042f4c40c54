package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.fact.FactKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A question about the facts of the path, as a value: printable, and answered TRUE, FALSE or
 * UNKNOWN together with the evidence used. A fact that was not seen makes the answer UNKNOWN; there
 * is no condition for "was not seen".
 */
sealed interface Condition {
  /** An answer and what it rests on. */
  record Answer(Truth truth, Set<String> evidence) {}

  Answer ask(FactBase facts);

  /** All keys that this condition reads. */
  Set<String> reads();

  /** The fact has exactly this value. */
  record Is<T>(FactKey<T> key, T value) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.answer(facts, key, value::equals);
    }

    @Override
    public Set<String> reads() {
      return Set.of(key.id());
    }

    @Override
    public String toString() {
      return key + " is " + value;
    }
  }

  /** The fact has one of these values. */
  record In<T>(FactKey<T> key, Set<T> values) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.answer(facts, key, values::contains);
    }

    @Override
    public Set<String> reads() {
      return Set.of(key.id());
    }

    @Override
    public String toString() {
      return key + " in " + new TreeSet<>(values.stream().map(Object::toString).toList());
    }
  }

  /** The list has this entry. */
  record Has(FactKey<List<String>> key, String entry) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.answer(facts, key, list -> list.contains(entry));
    }

    @Override
    public Set<String> reads() {
      return Set.of(key.id());
    }

    @Override
    public String toString() {
      return key + " has " + entry;
    }
  }

  /** The list is not empty. */
  record Some(FactKey<List<String>> key) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.answer(facts, key, list -> !list.isEmpty());
    }

    @Override
    public Set<String> reads() {
      return Set.of(key.id());
    }

    @Override
    public String toString() {
      return key + " has entries";
    }
  }

  /** The number is no less than this. */
  record AtLeast(FactKey<Long> key, long least) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.answer(facts, key, number -> number >= least);
    }

    @Override
    public Set<String> reads() {
      return Set.of(key.id());
    }

    @Override
    public String toString() {
      return key + " is at least " + least;
    }
  }

  /** The opposite. */
  record Not(Condition inner) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      Answer answer = inner.ask(facts);
      return new Answer(answer.truth().not(), answer.evidence());
    }

    @Override
    public Set<String> reads() {
      return inner.reads();
    }

    @Override
    public String toString() {
      return "not (" + inner + ")";
    }
  }

  /** Every part; TRUE when there is none. */
  record All(List<Condition> parts) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.combined(parts, facts, Truth.TRUE, Truth::and);
    }

    @Override
    public Set<String> reads() {
      return Condition.readsOf(parts);
    }

    @Override
    public String toString() {
      return parts.stream().map(All::quoted).collect(Collectors.joining(" and "));
    }

    private static String quoted(Condition part) {
      return part instanceof Any ? "(" + part + ")" : part.toString();
    }
  }

  /** At least one part; FALSE when there is none. */
  record Any(List<Condition> parts) implements Condition {
    @Override
    public Answer ask(FactBase facts) {
      return Condition.combined(parts, facts, Truth.FALSE, Truth::or);
    }

    @Override
    public Set<String> reads() {
      return Condition.readsOf(parts);
    }

    @Override
    public String toString() {
      return parts.isEmpty()
          ? "never"
          : parts.stream().map(p -> "(" + p + ")").collect(Collectors.joining(" or "));
    }
  }

  /** Never true: for causes that nothing seen so far can prove, suggest or exclude. */
  Condition NEVER = new Any(List.of());

  static <T> Condition is(FactKey<T> key, T value) {
    return new Is<>(key, value);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied, never kept
  static <T> Condition in(FactKey<T> key, T... values) {
    return new In<>(key, Set.copyOf(Arrays.asList(values)));
  }

  static Condition has(FactKey<List<String>> key, String entry) {
    return new Has(key, entry);
  }

  static Condition some(FactKey<List<String>> key) {
    return new Some(key);
  }

  static Condition none(FactKey<List<String>> key) {
    return not(some(key));
  }

  static Condition atLeast(FactKey<Long> key, long least) {
    return new AtLeast(key, least);
  }

  static Condition not(Condition inner) {
    return new Not(inner);
  }

  static Condition all(Condition... parts) {
    return new All(Arrays.asList(parts));
  }

  static Condition any(Condition... parts) {
    return new Any(Arrays.asList(parts));
  }

  private static <T> Answer answer(FactBase facts, FactKey<T> key, Predicate<T> asked) {
    return facts
        .value(key)
        .map(value -> new Answer(Truth.of(asked.test(value)), facts.evidence(key)))
        .orElse(new Answer(Truth.UNKNOWN, Set.of()));
  }

  /** Asks each part once; the evidence is that of those parts that carry the answer. */
  private static Answer combined(
      List<Condition> parts, FactBase facts, Truth ofNone, BinaryOperator<Truth> operator) {
    List<Answer> answers = parts.stream().map(part -> part.ask(facts)).toList();
    Truth truth = answers.stream().map(Answer::truth).reduce(ofNone, operator);
    Set<String> used = new TreeSet<>();
    for (Answer answer : answers) {
      if (answer.truth() == truth) {
        used.addAll(answer.evidence());
      }
    }
    return new Answer(truth, used);
  }

  private static Set<String> readsOf(List<Condition> parts) {
    Set<String> keys = new TreeSet<>();
    parts.forEach(part -> keys.addAll(part.reads()));
    return keys;
  }
}
