package io.github.rdpdiagnosis.probes;

/** What this computer's own routing table says of an address, asked without sending a packet. */
public enum LocalRoute {
  /** There is a route. */
  ROUTE,
  /** No route covers the address (class T5). */
  NO_ROUTE,
  /** A prohibit route covers it (class T6). */
  PROHIBITED,
  /** A blackhole route covers it (class T6). */
  BLACKHOLE,
  /** Another local refusal. */
  OTHER
}
