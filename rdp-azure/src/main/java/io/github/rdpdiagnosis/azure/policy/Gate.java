package io.github.rdpdiagnosis.azure.policy;

/** A place where Azure can drop a packet. A packet must pass all of them. */
public enum Gate {
  /** The rules of Azure Virtual Network Manager, which come before NSGs. */
  ADMIN_RULES,
  /** The NSG of the subnet. */
  SUBNET_NSG,
  /** The NSG of the NIC. */
  NIC_NSG,
  /**
   * Azure itself: a public IP address of any SKU but Basic lets nothing in from the internet until
   * an NSG allows it.
   */
  PUBLIC_IP_SKU,
  /** The load balancer in front: its inbound NAT rules and load-balancing rules. */
  LOAD_BALANCER,
  /** The health probe of a load balancer: no new connection goes to a VM whose probe is denied. */
  HEALTH_PROBE,
  /** The access-control list of a classic endpoint. */
  ENDPOINT_ACL,
  /** The Azure Firewall in front: its DNAT rules. */
  AZURE_FIREWALL,
  /** The Azure Bastion in front. */
  BASTION,
  /** The way of the replies: user-defined and other routes. */
  ROUTES
}
