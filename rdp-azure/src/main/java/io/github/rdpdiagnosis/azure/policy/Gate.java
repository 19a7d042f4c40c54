package io.github.rdpdiagnosis.azure.policy;

/** A place where Azure can drop a packet. A packet must pass all of them. */
public enum Gate {
  /** The NSG of the subnet. */
  SUBNET,
  /** The NSG of the NIC. */
  NIC,
  /**
   * Azure itself: a public IP address of any SKU but Basic lets nothing in from the internet until
   * an NSG allows it.
   */
  PLATFORM
}
