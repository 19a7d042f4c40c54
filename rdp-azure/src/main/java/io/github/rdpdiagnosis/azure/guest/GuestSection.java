package io.github.rdpdiagnosis.azure.guest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of the record, read by the collector by itself: a failure in one leaves the others. In the
 * order in which the collector fills a reply.
 */
public enum GuestSection {
  /** Which machine it is, when it was read, how Windows was started. */
  HOST,
  /** State, start type, account, exit codes of the services that count. */
  SERVICES,
  /** Terminal Server and RDP-Tcp values with their policy mirrors. */
  TS,
  /** Who listens on the port, and how many TCP ports are in use. */
  PORT,
  /** Profiles and the rules that can decide about the port. */
  FIREWALL,
  /** Certificates of the listener and who may read their keys. */
  CERTIFICATE,
  /** SCHANNEL, cipher policy, CredSSP, NTLM. */
  SECURITY,
  /** Membership of a domain, secure channel. */
  DOMAIN,
  /** Adapters, addresses, DNS. */
  NETWORK,
  /** Licensing mode, session host role, broker. */
  LICENSING,
  /** Sessions and profiles. */
  SESSIONS,
  /** Members of groups, logon rights, states of local accounts; never a secret. */
  ACCOUNTS,
  /** Counts of events that say something about Remote Desktop. */
  EVENTS,
  /** Processor, memory, disk. */
  RESOURCES,
  /** Security software and packet filters that are not Windows' own. */
  PRODUCTS;

  /**
   * The name in the record and for the script's parameter.
   *
   * @return lower-case letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<GuestSection> of(String word) {
    return Arrays.stream(values()).filter(section -> section.word().equals(word)).findAny();
  }
}
