package io.github.rdpdiagnosis.model.cause;

/**
 * The five places that a fault can be in, in the order in which a connection meets them.
 *
 * <p>Source:
 * learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp.
 */
public enum FaultDomain {
  /** The user's own computer: its resolver, firewall, security software, and the .rdp file. */
  CLIENT("client computer"),
  /** The edge of the user's network: firewall, proxy, inspection. */
  EDGE("edge of the client's network"),
  /** The cloud endpoint: public address, NAT, load balancer, DNAT, classic endpoint and its ACL. */
  ENDPOINT("cloud endpoint and NAT"),
  /** Network security: NSG rules, security admin rules, routes, appliances. */
  NETWORK("network security and routes"),
  /** The VM: power, boot, service, listener, firewall, certificate, accounts, licences. */
  VM("the VM itself");

  private final String title;

  FaultDomain(String title) {
    this.title = title;
  }

  /**
   * The place in words.
   *
   * @return a short noun phrase
   */
  public String title() {
    return title;
  }
}
