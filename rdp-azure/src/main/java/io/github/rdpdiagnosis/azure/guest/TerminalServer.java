package io.github.rdpdiagnosis.azure.guest;

/**
 * What Remote Desktop Services is told by the registry.
 *
 * @param server values of {@code HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server}, {@code
 *     SelfSignedCertStore} of its {@code WinStations}, and Winlogon's {@code WinStationsDisabled}
 * @param listener values of {@code …\WinStations\RDP-Tcp}
 * @param policy values of {@code HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services},
 *     which win over the other two
 */
public record TerminalServer(
    RegistryValues server, RegistryValues listener, RegistryValues policy) {
  static TerminalServer of(RecordSection section) {
    return new TerminalServer(
        new RegistryValues(section, ""),
        new RegistryValues(section, "listener."),
        new RegistryValues(section, "policy."));
  }

  /** Where the value in force comes from. */
  public enum Origin {
    /** The listener or Terminal Server key. */
    LOCAL,
    /** Policy. */
    POLICY
  }

  /**
   * A value in force.
   *
   * @param number the value
   * @param origin who set it
   */
  public record InForce(long number, Origin origin) {}

  /**
   * {@code fDenyTSConnections} in force: 0 lets connections in, 1 does not.
   *
   * @return absent if neither policy nor the server's key has it
   */
  public Item<InForce> denyConnections() {
    return inForce(server, "fDenyTSConnections");
  }

  /**
   * A listener value that policy can override.
   *
   * @param name such as {@code SecurityLayer}
   * @return the value in force; not read where the policy was not read, whatever the listener says
   */
  public Item<InForce> listenerInForce(String name) {
    return inForce(listener, name);
  }

  private Item<InForce> inForce(RegistryValues local, String name) {
    Item<Long> byPolicy = policy.number(name);
    return byPolicy.isAbsent()
        ? local.number(name).map(number -> new InForce(number, Origin.LOCAL))
        : byPolicy.map(number -> new InForce(number, Origin.POLICY));
  }
}
