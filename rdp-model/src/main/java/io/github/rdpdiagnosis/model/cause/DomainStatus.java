package io.github.rdpdiagnosis.model.cause;

/** What is known of one fault domain. */
public enum DomainStatus {
  /** Evidence passed through it: it is not the fault. */
  CLEARED,
  /** A cause in it is CONFIRMED or PROBABLE. */
  FAULTY,
  /** A cause in it is consistent with all that was seen. */
  SUSPECT,
  /** Nothing passed through it and nothing speaks against it in particular. */
  UNKNOWN
}
