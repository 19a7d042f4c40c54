package io.github.rdpdiagnosis.probes;

/** What the packet filters of this computer decide about a connection. */
public enum FirewallDecision {
  /** No rule keeps the connection from passing. */
  PASSES,
  /** A rule that fits the connection for certain blocks it. */
  BLOCKS,
  /** It depends on something that cannot be known from the rules alone. */
  UNSURE
}
