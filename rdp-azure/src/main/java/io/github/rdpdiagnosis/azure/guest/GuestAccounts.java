package io.github.rdpdiagnosis.azure.guest;

import java.time.Instant;

/**
 * Who may sign in, by SID; never a secret.
 *
 * @param administrators members of {@code S-1-5-32-544}
 * @param remoteDesktopUsers members of {@code S-1-5-32-555}
 * @param rdsEndpointServers members of {@code S-1-5-32-576}
 * @param logonRights who holds or is denied which way to log on; only SYSTEM may read it
 * @param accounts the local accounts; not read on a domain controller, which has none
 */
public record GuestAccounts(
    Item<Listing<String>> administrators,
    Item<Listing<String>> remoteDesktopUsers,
    Item<Listing<String>> rdsEndpointServers,
    Item<Listing<LogonRight>> logonRights,
    Item<Listing<LocalAccount>> accounts) {
  /**
   * System access of one account ([MS-LSAD] 2.2.1.2).
   *
   * @param sid whose
   * @param access the flags
   */
  public record LogonRight(String sid, long access) {
    /** POLICY_MODE_NETWORK. */
    public static final long NETWORK = 0x2;

    /** POLICY_MODE_DENY_NETWORK. */
    public static final long DENY_NETWORK = 0x80;

    /** POLICY_MODE_REMOTE_INTERACTIVE. */
    public static final long REMOTE_INTERACTIVE = 0x400;

    /** POLICY_MODE_DENY_REMOTE_INTERACTIVE. */
    public static final long DENY_REMOTE_INTERACTIVE = 0x800;

    static LogonRight of(RecordRow row) throws GuestRecordFormatException {
      return new LogonRight(row.key("sid"), row.keyNumber("access"));
    }

    /**
     * Whether a flag is set.
     *
     * @param flag one of the constants
     * @return true if so
     */
    public boolean has(long flag) {
      return (access & flag) != 0;
    }
  }

  /**
   * State of a local account.
   *
   * @param name its name
   * @param sid its SID
   * @param disabled whether it is switched off
   * @param locked whether it is locked out
   * @param passwordExpired whether its password has expired or must be changed first
   * @param passwordAgeSeconds 0 where the password must be changed at the next logon
   * @param expires when the account ends; absent where never
   * @param hours logon hours as 42 hexadecimal digits, one bit an hour; absent where any
   */
  public record LocalAccount(
      String name,
      String sid,
      Item<Boolean> disabled,
      Item<Boolean> locked,
      Item<Boolean> passwordExpired,
      Item<Long> passwordAgeSeconds,
      Item<Instant> expires,
      Item<String> hours) {
    static LocalAccount of(RecordRow row) throws GuestRecordFormatException {
      return new LocalAccount(
          row.key("name"),
          row.key("sid"),
          row.truth("disabled"),
          row.truth("locked"),
          row.truth("passwordExpired"),
          row.number("passwordAge"),
          row.instant("expires"),
          row.text("hours"));
    }

    /**
     * Whether it is the built-in Administrator, whatever its name.
     *
     * @return true for the relative id 500
     */
    public boolean isBuiltInAdministrator() {
      return sid.endsWith("-500");
    }
  }

  static GuestAccounts of(RecordSection section) throws GuestRecordFormatException {
    return new GuestAccounts(
        section.listing("administrators", row -> row.key("sid")),
        section.listing("remoteDesktopUsers", row -> row.key("sid")),
        section.listing("rdsEndpointServers", row -> row.key("sid")),
        section.listing("logonRights", LogonRight::of),
        section.listing("account", LocalAccount::of));
  }
}
