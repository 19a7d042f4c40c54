package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * Remote Desktop licensing, the session host role and the Connection Broker.
 *
 * @param licensingMode 2 per device, 4 per user, 5 not set
 * @param licenseServers names that the server's own settings give
 * @param roleInstallState 0 where the session host role is not installed
 * @param terminalServerMode 0 remote administration, 1 session host
 * @param graceDays days left without a licence server; absent where it is no session host
 * @param brokerActive {@code SessionDirectoryActive}
 * @param broker {@code SessionDirectoryLocation}
 */
public record Licensing(
    Item<Long> licensingMode,
    Item<List<String>> licenseServers,
    Item<Long> roleInstallState,
    Item<Long> terminalServerMode,
    Item<Long> graceDays,
    Item<Long> brokerActive,
    Item<String> broker) {
  static Licensing of(RecordSection section) throws GuestRecordFormatException {
    return new Licensing(
        section.number("LicensingMode"),
        section.words("SpecifiedLicenseServers"),
        section.number("role.InstallState"),
        section.number("mode"),
        section.number("graceDays"),
        section.number("broker.SessionDirectoryActive"),
        section.text("broker.SessionDirectoryLocation"));
  }
}
