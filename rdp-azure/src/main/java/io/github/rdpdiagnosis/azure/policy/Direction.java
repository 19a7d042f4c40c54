package io.github.rdpdiagnosis.azure.policy;

/** Seen from the VM. */
public enum Direction {
  /** Towards the VM: the subnet's NSG first, then the NIC's. */
  INBOUND,
  /** From the VM: the NIC's NSG first, then the subnet's. */
  OUTBOUND
}
