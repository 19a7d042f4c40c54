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
  CRYPT_SVC_START(2, 4),
  /** Whether Windows Firewall is on in networks of the domain. */
  FIREWALL_DOMAIN(0, 1),
  /** Whether Windows Firewall is on in private networks. */
  FIREWALL_PRIVATE(0, 1),
  /** Whether Windows Firewall is on in public networks. */
  FIREWALL_PUBLIC(0, 1),
  /** Whether inbound rules count in networks of the domain: 0 blocks whatever rules allow. */
  INBOUND_RULES_DOMAIN(0, 1),
  /** Whether inbound rules count in private networks. */
  INBOUND_RULES_PRIVATE(0, 1),
  /** Whether inbound rules count in public networks. */
  INBOUND_RULES_PUBLIC(0, 1),
  /**
   * Whether the store Remote Desktop has a certificate that is valid and has its key. It can be
   * made, and what went for it cannot be brought back.
   */
  SELF_SIGNED_CERTIFICATE(0, 1),
  /**
   * The role Remote Desktop Session Host: 0 is absent, 1 is there and can go. The script says 2
   * where a deployment or RemoteApp uses it, and 3 where more than two people are signed in:
   * neither is ever changed.
   */
  SESSION_HOST_ROLE(0, 1);

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

  /** Whether the value before can be set again. */
  boolean isReversible() {
    return this != SELF_SIGNED_CERTIFICATE;
  }

  /** What a value that the script reads means, where it stands in the way. */
  String meaning(String value) {
    boolean role = this == SESSION_HOST_ROLE;
    if (role && value.equals("2")) {
      return "a Remote Desktop Services deployment or RemoteApp uses it: it needs licences";
    }
    if (role && value.equals("3")) {
      return "more than two people are signed in: it needs licences, or they have to sign out";
    }
    return value;
  }

  /**
   * Whether a value makes the guest less safe than it can be.
   *
   * @param value the value
   * @return true for Network Level Authentication off, for a security layer below TLS and for
   *     Windows Firewall off
   */
  public boolean isWeakenedBy(int value) {
    return switch (this) {
      case NETWORK_LEVEL_AUTHENTICATION, FIREWALL_DOMAIN, FIREWALL_PRIVATE, FIREWALL_PUBLIC ->
          value == 0;
      case SECURITY_LAYER -> value < 2;
      default -> false;
    };
  }
}
