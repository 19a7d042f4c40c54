package io.github.rdpdiagnosis.azure.policy;

/** A place where Azure can drop a packet. A packet must pass all of them. */
public enum Gate {
  /** The NSG of the subnet. */
  SUBNET_NSG,
  /** The NSG of the NIC. */
  NIC_NSG,
  /**
   * Azure itself: a public IP address of any SKU but Basic lets nothing in from the internet until
   * an NSG allows it.
   */
  PUBLIC_IP_SKU
}
