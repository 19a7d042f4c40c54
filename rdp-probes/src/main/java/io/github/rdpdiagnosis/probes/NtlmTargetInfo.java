package io.github.rdpdiagnosis.probes;

/** How the list of names in an NTLM challenge ended ([MS-NLMP] 2.2.2.1). */
public enum NtlmTargetInfo {
  /** As it should, with MsvAvEOL. */
  TERMINATED,
  /** There was no pair in it. */
  EMPTY,
  /** Without MsvAvEOL; what came before is read. */
  UNTERMINATED,
  /** In a pair that is longer than the list; what came before is read. */
  OVERRUN,
  /** After more pairs than there are kinds of pairs; the first are read. */
  TOO_MANY
}
