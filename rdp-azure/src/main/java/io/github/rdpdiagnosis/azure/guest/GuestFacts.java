package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Every fact that {@link GuestCheck} produces, by the observation that carries it. A fact is there
 * only if what it is made of was read; what the collector could not read has none.
 */
public final class GuestFacts {
  /** Who listens on the listener's port. */
  public enum PortOwner {
    /** Remote Desktop Services. */
    TERM_SERVICE,
    /** Another program only. */
    OTHER,
    /** Nobody. */
    NOBODY
  }

  /** What the certificate that the listener is told to use is like. */
  public enum ListenerCertificate {
    /** None is configured: Windows makes a self-signed one, and it is there. */
    SELF_SIGNED,
    /** None is configured, and there is no self-signed one with a key. */
    SELF_SIGNED_MISSING,
    /** The configured one is there with its key. */
    CONFIGURED,
    /** The configured one is there without its key. */
    CONFIGURED_WITHOUT_KEY,
    /** The configured one is not in the store. */
    CONFIGURED_MISSING
  }

  /** Observation {@code guest-record}: sections that are missing or failed, each with why. */
  public static final FactKey<List<String>> RECORD_GAPS =
      new FactKey<>("guest.record-gaps", FactType.STRINGS);

  /**
   * Observation {@code guest-record}: the script that was run in the guest; absent where a record
   * was given.
   */
  public static final FactKey<String> SCRIPT = new FactKey<>("guest.script", FactType.STRING);

  /**
   * Observation {@code guest-record}: the host and port that the caller named for the channel;
   * absent where Azure itself led to the VM, and where a record was given.
   */
  public static final FactKey<String> REACHED_AT =
      new FactKey<>("guest.reached-at", FactType.STRING);

  /** Observation {@code guest-record}: NetBIOS name, proof of which machine it is. */
  public static final FactKey<String> COMPUTER_NAME =
      new FactKey<>("guest.computer-name", FactType.STRING);

  /**
   * Observation {@code guest-record}: build and revision of Windows, such as {@code 20348.2700}.
   */
  public static final FactKey<String> BUILD = new FactKey<>("guest.build", FactType.STRING);

  /** Observation {@code guest-record}: whether it is a domain controller. */
  public static final FactKey<Boolean> DOMAIN_CONTROLLER =
      new FactKey<>("guest.domain-controller", FactType.BOOLEAN);

  /** Observation {@code guest-record}: the guest's own clock when it was read. */
  public static final FactKey<Instant> READ_AT = new FactKey<>("guest.read-at", FactType.INSTANT);

  /** Observation {@code guest-record}: when Windows was started. */
  public static final FactKey<Instant> BOOTED_AT =
      new FactKey<>("guest.booted-at", FactType.INSTANT);

  /** Observation {@code windows-start}: whether Windows runs in safe mode. */
  public static final FactKey<Boolean> SAFE_MODE =
      new FactKey<>("guest.safe-mode", FactType.BOOLEAN);

  /**
   * Observation {@code windows-start}: whether the boot store asks for safe mode at the next start.
   */
  public static final FactKey<Boolean> SAFE_MODE_NEXT =
      new FactKey<>("guest.safe-mode-next", FactType.BOOLEAN);

  /** Observation {@code windows-start}: whether setup or the first-run phase is not over. */
  public static final FactKey<Boolean> SETUP_IN_PROGRESS =
      new FactKey<>("guest.setup-in-progress", FactType.BOOLEAN);

  /** Observation {@code windows-start}: what waits for a restart; empty for nothing. */
  public static final FactKey<List<String>> PENDING_REBOOT =
      new FactKey<>("guest.pending-reboot", FactType.STRINGS);

  /** Observation {@code services}: such as {@code Running} or {@code Stopped}. */
  public static final FactKey<String> TERM_SERVICE_STATE =
      new FactKey<>("guest.term-service-state", FactType.STRING);

  /** Observation {@code services}: 2 automatic, 3 on demand, 4 disabled. */
  public static final FactKey<Long> TERM_SERVICE_START =
      new FactKey<>("guest.term-service-start", FactType.LONG);

  /**
   * Observation {@code services}: whether TermService runs under another account than NETWORK
   * SERVICE.
   */
  public static final FactKey<Boolean> TERM_SERVICE_ACCOUNT_CHANGED =
      new FactKey<>("guest.term-service-account-changed", FactType.BOOLEAN);

  /** Observation {@code services}: Win32 error of its last end, only while it does not run. */
  public static final FactKey<Long> TERM_SERVICE_EXIT_CODE =
      new FactKey<>("guest.term-service-exit-code", FactType.LONG);

  /** Observation {@code services}: key names of those of the watched services that do not run. */
  public static final FactKey<List<String>> SERVICES_NOT_RUNNING =
      new FactKey<>("guest.services-not-running", FactType.STRINGS);

  /** Observation {@code services}: key names of those of the watched services that are disabled. */
  public static final FactKey<List<String>> SERVICES_DISABLED =
      new FactKey<>("guest.services-disabled", FactType.STRINGS);

  /** Observation {@code terminal-server}: {@code fDenyTSConnections} in force. */
  public static final FactKey<Boolean> DENY_CONNECTIONS =
      new FactKey<>("guest.deny-ts-connections", FactType.BOOLEAN);

  /** Observation {@code terminal-server}: whether policy or the server's key says so. */
  public static final FactKey<TerminalServer.Origin> DENY_CONNECTIONS_ORIGIN =
      new FactKey<>(
          "guest.deny-ts-connections-origin", FactType.ofEnum(TerminalServer.Origin.class));

  /** Observation {@code terminal-server}: {@code TSEnabled}. */
  public static final FactKey<Boolean> TS_ENABLED =
      new FactKey<>("guest.ts-enabled", FactType.BOOLEAN);

  /** Observation {@code terminal-server}: {@code TSServerDrainMode}: 0 takes new sessions. */
  public static final FactKey<Long> DRAIN_MODE = new FactKey<>("guest.drain-mode", FactType.LONG);

  /** Observation {@code terminal-server}: {@code TSUserEnabled}: 0 takes logons. */
  public static final FactKey<Long> TS_USER_ENABLED =
      new FactKey<>("guest.ts-user-enabled", FactType.LONG);

  /** Observation {@code terminal-server}: whether {@code change logon /disable} is in force. */
  public static final FactKey<Boolean> WIN_STATIONS_DISABLED =
      new FactKey<>("guest.win-stations-disabled", FactType.BOOLEAN);

  /** Observation {@code listener-settings}: {@code fEnableWinStation} of RDP-Tcp. */
  public static final FactKey<Boolean> LISTENER_ENABLED =
      new FactKey<>("guest.listener-enabled", FactType.BOOLEAN);

  /** Observation {@code listener-settings}: {@code fLogonDisabled} of RDP-Tcp. */
  public static final FactKey<Boolean> LISTENER_LOGON_DISABLED =
      new FactKey<>("guest.listener-logon-disabled", FactType.BOOLEAN);

  /** Observation {@code listener-settings}: {@code PortNumber} of RDP-Tcp. */
  public static final FactKey<Long> LISTENER_PORT =
      new FactKey<>("guest.listener-port", FactType.LONG);

  /** Observation {@code listener-settings}: {@code LanAdapter} of RDP-Tcp: 0 is every adapter. */
  public static final FactKey<Long> LAN_ADAPTER = new FactKey<>("guest.lan-adapter", FactType.LONG);

  /**
   * Observation {@code listener-settings}: values without which RDP-Tcp is no listener and that are
   * absent.
   */
  public static final FactKey<List<String>> LISTENER_VALUES_MISSING =
      new FactKey<>("guest.listener-values-missing", FactType.STRINGS);

  /**
   * Observation {@code listener-settings}: {@code SecurityLayer} in force: 0 RDP, 1 negotiate, 2
   * TLS.
   */
  public static final FactKey<Long> SECURITY_LAYER =
      new FactKey<>("guest.security-layer", FactType.LONG);

  /** Observation {@code listener-settings}: {@code fAllowSecProtocolNegotiation}. */
  public static final FactKey<Boolean> NEGOTIATION_ALLOWED =
      new FactKey<>("guest.negotiation-allowed", FactType.BOOLEAN);

  /** Observation {@code listener-settings}: {@code UserAuthentication} in force. */
  public static final FactKey<Boolean> NLA_REQUIRED =
      new FactKey<>("guest.nla-required", FactType.BOOLEAN);

  /** Observation {@code listener-settings}: {@code MinEncryptionLevel} in force: 4 is FIPS. */
  public static final FactKey<Long> MIN_ENCRYPTION_LEVEL =
      new FactKey<>("guest.min-encryption-level", FactType.LONG);

  /**
   * Observation {@code listener-settings}: {@code MaxInstanceCount} in force: 4294967295 is no
   * limit.
   */
  public static final FactKey<Long> MAX_INSTANCES =
      new FactKey<>("guest.max-instances", FactType.LONG);

  /**
   * Observation {@code listener-settings}: settings that end or drop sessions, as {@code
   * name=value}.
   */
  public static final FactKey<List<String>> SESSION_LIMITS =
      new FactKey<>("guest.session-limits", FactType.STRINGS);

  /** Observation {@code terminal-server}: {@code IgnoreRegUserConfigErrors}. */
  public static final FactKey<Boolean> IGNORE_USER_CONFIG_ERRORS =
      new FactKey<>("guest.ignore-user-config-errors", FactType.BOOLEAN);

  /** Observation {@code port-owner}: who listens on the listener's port. */
  public static final FactKey<PortOwner> PORT_OWNER =
      new FactKey<>("guest.port-owner", FactType.ofEnum(PortOwner.class));

  /** Observation {@code port-owner}: file name of the program that listens. */
  public static final FactKey<String> PORT_OWNER_IMAGE =
      new FactKey<>("guest.port-owner-image", FactType.STRING);

  /** Observation {@code port-owner}: different local TCP ports in use. */
  public static final FactKey<Long> TCP_PORTS_IN_USE =
      new FactKey<>("guest.tcp-ports-in-use", FactType.LONG);

  /**
   * Observation {@code windows-firewall}: what Windows Firewall does to a new connection to the
   * listener's port.
   */
  public static final FactKey<InboundDecision.Outcome> FIREWALL_INBOUND =
      new FactKey<>("guest.firewall-inbound", FactType.ofEnum(InboundDecision.Outcome.class));

  /** Observation {@code windows-firewall}: whether policy decides that. */
  public static final FactKey<Boolean> FIREWALL_BY_POLICY =
      new FactKey<>("guest.firewall-by-policy", FactType.BOOLEAN);

  /** Observation {@code windows-firewall}: ids of the rules that decide, or would have to. */
  public static final FactKey<List<String>> FIREWALL_RULES =
      new FactKey<>("guest.firewall-rules", FactType.STRINGS);

  /** Observation {@code windows-firewall}: whom those rules are for; empty for everybody. */
  public static final FactKey<List<String>> FIREWALL_REMOTE_ADDRESSES =
      new FactKey<>("guest.firewall-remote-addresses", FactType.STRINGS);

  /**
   * Observation {@code windows-firewall}: ids of active outbound block rules; {@code default} where
   * a profile blocks all by default.
   */
  public static final FactKey<List<String>> FIREWALL_OUTBOUND_BLOCKS =
      new FactKey<>("guest.firewall-outbound-blocks", FactType.STRINGS);

  /**
   * Observation {@code listener-certificate}: what the certificate that the listener is told to use
   * is like.
   */
  public static final FactKey<ListenerCertificate> CERTIFICATE =
      new FactKey<>("guest.certificate", FactType.ofEnum(ListenerCertificate.class));

  /** Observation {@code listener-certificate}: SHA-1 of that certificate. */
  public static final FactKey<String> CERTIFICATE_THUMBPRINT =
      new FactKey<>("guest.certificate-thumbprint", FactType.STRING);

  /** Observation {@code listener-certificate}: until when it is valid. */
  public static final FactKey<Instant> CERTIFICATE_EXPIRES =
      new FactKey<>("guest.certificate-expires", FactType.INSTANT);

  /** Observation {@code listener-certificate}: whether that is over by the guest's clock. */
  public static final FactKey<Boolean> CERTIFICATE_EXPIRED =
      new FactKey<>("guest.certificate-expired", FactType.BOOLEAN);

  /**
   * Observation {@code listener-certificate}: whether NETWORK SERVICE may read the key file of the
   * self-signed certificate.
   */
  public static final FactKey<Boolean> KEY_READABLE =
      new FactKey<>("guest.certificate-key-readable", FactType.BOOLEAN);

  /**
   * Observation {@code listener-certificate}: whether NETWORK SERVICE may read the store of that
   * certificate.
   */
  public static final FactKey<Boolean> CERTIFICATE_STORE_READABLE =
      new FactKey<>("guest.certificate-store-readable", FactType.BOOLEAN);

  /** Observation {@code tls-policy}: versions that SCHANNEL's server side has switched off. */
  public static final FactKey<List<String>> TLS_DISABLED =
      new FactKey<>("guest.tls-versions-disabled", FactType.STRINGS);

  /** Observation {@code tls-policy}: suites that policy allows; only where policy lists some. */
  public static final FactKey<List<String>> CIPHER_SUITES =
      new FactKey<>("guest.cipher-suites", FactType.STRINGS);

  /** Observation {@code tls-policy}: whether FIPS mode is on. */
  public static final FactKey<Boolean> FIPS = new FactKey<>("guest.fips", FactType.BOOLEAN);

  /**
   * Observation {@code tls-policy}: {@code AllowEncryptionOracle}: 0 force, 1 mitigated, 2
   * vulnerable.
   */
  public static final FactKey<Long> CREDSSP_ORACLE =
      new FactKey<>("guest.credssp-encryption-oracle", FactType.LONG);

  /** Observation {@code tls-policy}: version of TSpkg.dll. */
  public static final FactKey<String> TSPKG = new FactKey<>("guest.tspkg-version", FactType.STRING);

  /** Observation {@code tls-policy}: {@code MaxTokenSize}. */
  public static final FactKey<Long> MAX_TOKEN_SIZE =
      new FactKey<>("guest.kerberos-max-token-size", FactType.LONG);

  /** Observation {@code domain}: whether it is a member of a domain. */
  public static final FactKey<Boolean> DOMAIN_JOINED =
      new FactKey<>("guest.domain-joined", FactType.BOOLEAN);

  /** Observation {@code domain}: whether the trust to the domain works. */
  public static final FactKey<Boolean> SECURE_CHANNEL =
      new FactKey<>("guest.secure-channel", FactType.BOOLEAN);

  /** Observation {@code domain}: whether a domain controller answered the guest. */
  public static final FactKey<Boolean> CONTROLLER_FOUND =
      new FactKey<>("guest.domain-controller-found", FactType.BOOLEAN);

  /** Observation {@code domain}: {@code disabledomaincreds}. */
  public static final FactKey<Boolean> DOMAIN_CREDS_DISABLED =
      new FactKey<>("guest.domain-creds-disabled", FactType.BOOLEAN);

  /** Observation {@code guest-network}: addresses that Windows has. */
  public static final FactKey<List<String>> ADDRESSES =
      new FactKey<>("guest.addresses", FactType.STRINGS);

  /** Observation {@code guest-network}: those of them that were set by hand. */
  public static final FactKey<List<String>> STATIC_ADDRESSES =
      new FactKey<>("guest.static-addresses", FactType.STRINGS);

  /**
   * Observation {@code guest-network}: IPv4 addresses that outbound connections may use, the lowest
   * first.
   */
  public static final FactKey<List<String>> SOURCE_ADDRESSES =
      new FactKey<>("guest.source-addresses", FactType.STRINGS);

  /**
   * Observation {@code guest-network}: hardware addresses of the adapters, upper-case hexadecimal
   * digits only. Azure gives each NIC one of its own, so they tell whose record it is.
   */
  public static final FactKey<List<String>> MAC_ADDRESSES =
      new FactKey<>("guest.mac-addresses", FactType.STRINGS);

  /** Observation {@code guest-network}: network adapters that are switched off. */
  public static final FactKey<Long> ADAPTERS_DISABLED =
      new FactKey<>("guest.adapters-disabled", FactType.LONG);

  /** Observation {@code guest-network}: adapters in the registry that are not there any more. */
  public static final FactKey<Long> GHOST_ADAPTERS =
      new FactKey<>("guest.ghost-adapters", FactType.LONG);

  /** Observation {@code guest-network}: version of netvsc.sys. */
  public static final FactKey<String> NETVSC =
      new FactKey<>("guest.netvsc-version", FactType.STRING);

  /** Observation {@code guest-network}: addresses of the resolvers. */
  public static final FactKey<List<String>> DNS_SERVERS =
      new FactKey<>("guest.dns-servers", FactType.STRINGS);

  /** Observation {@code licensing}: whether the session host role is in force. */
  public static final FactKey<Boolean> SESSION_HOST =
      new FactKey<>("guest.session-host", FactType.BOOLEAN);

  /** Observation {@code licensing}: 2 per device, 4 per user, 5 not set. */
  public static final FactKey<Long> LICENSING_MODE =
      new FactKey<>("guest.licensing-mode", FactType.LONG);

  /** Observation {@code licensing}: licence servers of its settings; empty for none. */
  public static final FactKey<List<String>> LICENSE_SERVERS =
      new FactKey<>("guest.license-servers", FactType.STRINGS);

  /** Observation {@code licensing}: days left without a licence server, on a session host. */
  public static final FactKey<Long> GRACE_DAYS = new FactKey<>("guest.grace-days", FactType.LONG);

  /** Observation {@code licensing}: whether it belongs to a Connection Broker. */
  public static final FactKey<Boolean> BROKER_ACTIVE =
      new FactKey<>("guest.broker-active", FactType.BOOLEAN);

  /**
   * Observation {@code licensing}: whether its own Connection Broker service runs, where it has
   * one.
   */
  public static final FactKey<Boolean> BROKER_SERVICE_RUNNING =
      new FactKey<>("guest.broker-service-running", FactType.BOOLEAN);

  /** Observation {@code logon}: interactive sessions, the console included. */
  public static final FactKey<Long> SESSIONS = new FactKey<>("guest.sessions", FactType.LONG);

  /** Observation {@code logon}: profiles that Windows put aside. */
  public static final FactKey<List<String>> PROFILES_ASIDE =
      new FactKey<>("guest.profiles-aside", FactType.STRINGS);

  /** Observation {@code logon}: SIDs in Remote Desktop Users. */
  public static final FactKey<List<String>> RDP_USERS =
      new FactKey<>("guest.remote-desktop-users", FactType.STRINGS);

  /** Observation {@code logon}: SIDs in Administrators. */
  public static final FactKey<List<String>> ADMINISTRATORS =
      new FactKey<>("guest.administrators", FactType.STRINGS);

  /** Observation {@code logon}: SIDs that hold the right to log on through Remote Desktop. */
  public static final FactKey<List<String>> RDP_LOGON =
      new FactKey<>("guest.rdp-logon-right", FactType.STRINGS);

  /** Observation {@code logon}: SIDs that are denied it, which wins. */
  public static final FactKey<List<String>> RDP_LOGON_DENIED =
      new FactKey<>("guest.rdp-logon-denied", FactType.STRINGS);

  /**
   * Observation {@code logon}: SIDs that hold the right to log on over the network, which NLA
   * needs.
   */
  public static final FactKey<List<String>> NETWORK_LOGON =
      new FactKey<>("guest.network-logon-right", FactType.STRINGS);

  /** Observation {@code logon}: SIDs that are denied it, which wins. */
  public static final FactKey<List<String>> NETWORK_LOGON_DENIED =
      new FactKey<>("guest.network-logon-denied", FactType.STRINGS);

  /** Observation {@code logon}: local accounts, each as its SID, a blank and its name. */
  public static final FactKey<List<String>> ACCOUNT_SIDS =
      new FactKey<>("guest.account-sids", FactType.STRINGS);

  /** Observation {@code logon}: local accounts that are switched off. */
  public static final FactKey<List<String>> ACCOUNTS_DISABLED =
      new FactKey<>("guest.accounts-disabled", FactType.STRINGS);

  /** Observation {@code logon}: whether the built-in Administrator is switched off. */
  public static final FactKey<Boolean> ADMINISTRATOR_DISABLED =
      new FactKey<>("guest.administrator-disabled", FactType.BOOLEAN);

  /** Observation {@code logon}: local accounts that are locked out. */
  public static final FactKey<List<String>> ACCOUNTS_LOCKED =
      new FactKey<>("guest.accounts-locked", FactType.STRINGS);

  /** Observation {@code logon}: local accounts whose password must be changed at the next logon. */
  public static final FactKey<List<String>> PASSWORDS_TO_CHANGE =
      new FactKey<>("guest.passwords-to-change", FactType.STRINGS);

  /** Observation {@code logon}: local accounts whose password has expired. */
  public static final FactKey<List<String>> PASSWORDS_EXPIRED =
      new FactKey<>("guest.passwords-expired", FactType.STRINGS);

  /** Observation {@code logon}: local accounts that have ended by the guest's clock. */
  public static final FactKey<List<String>> ACCOUNTS_EXPIRED =
      new FactKey<>("guest.accounts-expired", FactType.STRINGS);

  /** Observation {@code logon}: local accounts that may log on at certain hours only. */
  public static final FactKey<List<String>> ACCOUNTS_WITH_HOURS =
      new FactKey<>("guest.accounts-with-hours", FactType.STRINGS);

  /**
   * Observation {@code events}: failed logons before the probe by NTSTATUS, as {@code
   * 0xC000006A=12}.
   */
  public static final FactKey<List<String>> LOGON_FAILURES =
      new FactKey<>("guest.logon-failures", FactType.STRINGS);

  /** Observation {@code events}: failed logons an hour between the first and the last one. */
  public static final FactKey<Long> LOGON_FAILURES_PER_HOUR =
      new FactKey<>("guest.logon-failures-per-hour", FactType.LONG);

  /** Observation {@code events}: event 4740. */
  public static final FactKey<Long> ACCOUNT_LOCKOUTS =
      new FactKey<>("guest.account-lockouts", FactType.LONG);

  /** Observation {@code events}: events 4227 and 4231. */
  public static final FactKey<Long> TCP_EXHAUSTION_EVENTS =
      new FactKey<>("guest.tcp-exhaustion-events", FactType.LONG);

  /** Observation {@code events}: events 1057, 1058 and 36870. */
  public static final FactKey<Long> KEY_EVENTS =
      new FactKey<>("guest.certificate-key-events", FactType.LONG);

  /** Observation {@code events}: events 7022, 7023, 7031 and 7034 that name TermService. */
  public static final FactKey<Long> TERM_SERVICE_FAILURES =
      new FactKey<>("guest.term-service-failures", FactType.LONG);

  /** Observation {@code events}: event 1511. */
  public static final FactKey<Long> PROFILE_EVENTS =
      new FactKey<>("guest.profile-events", FactType.LONG);

  /** Observation {@code events}: events 2056 and 1296. */
  public static final FactKey<Long> BROKER_EVENTS =
      new FactKey<>("guest.broker-events", FactType.LONG);

  /** Observation {@code resources}: load of all processors at the moment of reading. */
  public static final FactKey<Long> CPU_PERCENT = new FactKey<>("guest.cpu-percent", FactType.LONG);

  /** Observation {@code resources}: physical memory that is free. */
  public static final FactKey<Long> MEMORY_FREE_PERCENT =
      new FactKey<>("guest.memory-free-percent", FactType.LONG);

  /** Observation {@code resources}: memory and page file that are free. */
  public static final FactKey<Long> COMMIT_FREE_PERCENT =
      new FactKey<>("guest.commit-free-percent", FactType.LONG);

  /** Observation {@code resources}: free on the system drive. */
  public static final FactKey<Long> SYSTEM_DISK_FREE =
      new FactKey<>("guest.system-disk-free-bytes", FactType.LONG);

  /**
   * Observation {@code security-products}: security software that registered itself; clients only.
   */
  public static final FactKey<List<String>> SECURITY_PRODUCTS =
      new FactKey<>("guest.security-products", FactType.STRINGS);

  /** Observation {@code security-products}: filters at the adapters that are not Windows' own. */
  public static final FactKey<List<String>> FILTER_DRIVERS =
      new FactKey<>("guest.filter-drivers", FactType.STRINGS);

  /**
   * Observation {@code security-products}: who else than Windows blocks packets in the Windows
   * Filtering Platform.
   */
  public static final FactKey<List<String>> FOREIGN_FILTERS =
      new FactKey<>("guest.foreign-filters", FactType.STRINGS);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          RECORD_GAPS,
          SCRIPT,
          REACHED_AT,
          COMPUTER_NAME,
          BUILD,
          DOMAIN_CONTROLLER,
          READ_AT,
          BOOTED_AT,
          SAFE_MODE,
          SAFE_MODE_NEXT,
          SETUP_IN_PROGRESS,
          PENDING_REBOOT,
          TERM_SERVICE_STATE,
          TERM_SERVICE_START,
          TERM_SERVICE_ACCOUNT_CHANGED,
          TERM_SERVICE_EXIT_CODE,
          SERVICES_NOT_RUNNING,
          SERVICES_DISABLED,
          DENY_CONNECTIONS,
          DENY_CONNECTIONS_ORIGIN,
          TS_ENABLED,
          DRAIN_MODE,
          TS_USER_ENABLED,
          WIN_STATIONS_DISABLED,
          LISTENER_ENABLED,
          LISTENER_LOGON_DISABLED,
          LISTENER_PORT,
          LAN_ADAPTER,
          LISTENER_VALUES_MISSING,
          SECURITY_LAYER,
          NEGOTIATION_ALLOWED,
          NLA_REQUIRED,
          MIN_ENCRYPTION_LEVEL,
          MAX_INSTANCES,
          SESSION_LIMITS,
          IGNORE_USER_CONFIG_ERRORS,
          PORT_OWNER,
          PORT_OWNER_IMAGE,
          TCP_PORTS_IN_USE,
          FIREWALL_INBOUND,
          FIREWALL_BY_POLICY,
          FIREWALL_RULES,
          FIREWALL_REMOTE_ADDRESSES,
          FIREWALL_OUTBOUND_BLOCKS,
          CERTIFICATE,
          CERTIFICATE_THUMBPRINT,
          CERTIFICATE_EXPIRES,
          CERTIFICATE_EXPIRED,
          KEY_READABLE,
          CERTIFICATE_STORE_READABLE,
          TLS_DISABLED,
          CIPHER_SUITES,
          FIPS,
          CREDSSP_ORACLE,
          TSPKG,
          MAX_TOKEN_SIZE,
          DOMAIN_JOINED,
          SECURE_CHANNEL,
          CONTROLLER_FOUND,
          DOMAIN_CREDS_DISABLED,
          ADDRESSES,
          STATIC_ADDRESSES,
          SOURCE_ADDRESSES,
          MAC_ADDRESSES,
          ADAPTERS_DISABLED,
          GHOST_ADAPTERS,
          NETVSC,
          DNS_SERVERS,
          SESSION_HOST,
          LICENSING_MODE,
          LICENSE_SERVERS,
          GRACE_DAYS,
          BROKER_ACTIVE,
          BROKER_SERVICE_RUNNING,
          SESSIONS,
          PROFILES_ASIDE,
          RDP_USERS,
          ADMINISTRATORS,
          RDP_LOGON,
          RDP_LOGON_DENIED,
          NETWORK_LOGON,
          NETWORK_LOGON_DENIED,
          ACCOUNT_SIDS,
          ACCOUNTS_DISABLED,
          ADMINISTRATOR_DISABLED,
          ACCOUNTS_LOCKED,
          PASSWORDS_TO_CHANGE,
          PASSWORDS_EXPIRED,
          ACCOUNTS_EXPIRED,
          ACCOUNTS_WITH_HOURS,
          LOGON_FAILURES,
          LOGON_FAILURES_PER_HOUR,
          ACCOUNT_LOCKOUTS,
          TCP_EXHAUSTION_EVENTS,
          KEY_EVENTS,
          TERM_SERVICE_FAILURES,
          PROFILE_EVENTS,
          BROKER_EVENTS,
          CPU_PERCENT,
          MEMORY_FREE_PERCENT,
          COMMIT_FREE_PERCENT,
          SYSTEM_DISK_FREE,
          SECURITY_PRODUCTS,
          FILTER_DRIVERS,
          FOREIGN_FILTERS);

  private GuestFacts() {}
}
