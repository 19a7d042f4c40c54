package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.VmSnapshot;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One change of configuration that would let a client in, as a value: nothing is changed by it. */
public final class Change {
  /** What would be done. */
  public enum Kind {
    /** An allow rule at a free priority. */
    NEW_RULE,
    /** An allow rule, for which the rules behind it move to the next priorities in their order. */
    NEW_RULE_AND_REORDER,
    /** A source more in an allow rule that is there. */
    WIDEN_RULE,
    /** A request for just-in-time access, after which Azure puts allow rules in for a time. */
    JIT_REQUEST,
    /** An NSG with an allow rule, where there is none. */
    NEW_NSG,
    /** A user-defined route for the client alone. */
    NEW_ROUTE,
    /** A source more in a firewall's NAT rule. */
    WIDEN_NAT_RULE,
    /** An exception that the owner of the network manager has to make. */
    ADMIN_RULE_NOTE
  }

  private final Kind kind;
  private final Gate gate;
  private final Optional<String> resource;
  private final String what;
  private final UnaryOperator<VmSnapshot> effect;

  Change(
      Kind kind,
      Gate gate,
      Optional<String> resource,
      String what,
      UnaryOperator<VmSnapshot> effect) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.gate = Objects.requireNonNull(gate, "gate");
    this.resource = Objects.requireNonNull(resource, "resource");
    this.what = Objects.requireNonNull(what, "what");
    this.effect = Objects.requireNonNull(effect, "effect");
  }

  /**
   * What would be done.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The gate that it opens.
   *
   * @return the gate
   */
  public Gate gate() {
    return gate;
  }

  /**
   * What would be changed.
   *
   * @return ARM id; empty where it does not exist yet
   */
  public Optional<String> resource() {
    return resource;
  }

  /**
   * The change in words, with all its values.
   *
   * @return one sentence without a full stop
   */
  public String what() {
    return what;
  }

  /**
   * The configuration as it would be.
   *
   * @param snapshot the configuration as it is
   * @return a copy with the change
   */
  public VmSnapshot applyTo(VmSnapshot snapshot) {
    return effect.apply(snapshot);
  }

  @Override
  public String toString() {
    return kind + ": " + what;
  }
}
