package io.github.rdpdiagnosis.azure.change;

import java.util.Locale;

/**
 * A setting of Windows that the static script can read and set: the only names that ever reach the
 * guest. Values are whole numbers within bounds.
 */
public enum GuestSetting {
  /** {@code fDenyTSConnections} of the Terminal Server key: 0 lets Remote Desktop in. */
  DENY_CONNECTIONS(0, 1),
  /** {@code TSEnabled} of the Terminal Server key. */
  TS_ENABLED(0, 1),
  /** {@code TSServerDrainMode} of the Terminal Server key: 0 takes new sessions. */
  DRAIN_MODE(0, 2),
  /** {@code TSUserEnabled} of the Terminal Server key: 0 takes logons. */
  TS_USER_ENABLED(0, 1),
  /** {@code WinStationsDisabled} of the Winlogon key: 0 lets sessions log on. */
  WIN_STATIONS_DISABLED(0, 1),
  /** {@code fEnableWinStation} of RDP-Tcp. */
  LISTENER_ENABLED(0, 1),
  /** {@code fLogonDisabled} of RDP-Tcp: 0 lets logons through. */
  LISTENER_LOGON_DISABLED(0, 1),
  /** {@code PortNumber} of RDP-Tcp. */
  LISTENER_PORT(1, 65_535),
  /** {@code LanAdapter} of RDP-Tcp: 0 is every adapter. */
  LAN_ADAPTER(0, 65_535),
  /** {@code SecurityLayer} of RDP-Tcp: 2 is TLS. */
  SECURITY_LAYER(0, 2),
  /** {@code UserAuthentication} of RDP-Tcp: 1 asks for Network Level Authentication. */
  NETWORK_LEVEL_AUTHENTICATION(0, 1),
  /** Whether the built-in inbound rules of the group Remote Desktop are on: 0 or 1. */
  FIREWALL_RULES(0, 1),
  /** Start type of TermService: 2 automatic, 3 on demand, 4 disabled. */
  TERM_SERVICE_START(2, 4),
  /** Start type of UmRdpService. */
  UM_RDP_SERVICE_START(2, 4),
  /** Start type of SessionEnv. */
  SESSION_ENV_START(2, 4),
  /** Start type of Dhcp. */
  DHCP_START(2, 4),
  /** Start type of nsi. */
  NSI_START(2, 4),
  /** Start type of Netlogon. */
  NETLOGON_START(2, 4),
  /** Start type of KeyIso. */
  KEY_ISO_START(2, 4),
  /** Start type of CryptSvc. */
  CRYPT_SVC_START(2, 4);

  private final int least;
  private final int most;

  GuestSetting(int least, int most) {
    this.least = least;
    this.most = most;
  }

  void requireInRange(int value) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          this + " takes " + least + " to " + most + ", got " + value);
    }
  }

  /** The word that the script knows it by. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /**
   * Whether a value makes the guest less safe than it can be.
   *
   * @param value the value
   * @return true for Network Level Authentication off and for a security layer below TLS
   */
  public boolean isWeakenedBy(int value) {
    return (this == NETWORK_LEVEL_AUTHENTICATION && value == 0)
        || (this == SECURITY_LAYER && value < 2);
  }
}
