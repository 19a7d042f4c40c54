package io.github.rdpdiagnosis.azure.guest;

import java.time.Instant;
import java.util.List;

/**
 * Which machine it is, when it was read, and how Windows was started.
 *
 * @param machineId tells machines apart: 16 digits of a hash over MachineGuid and name
 * @param computerName the NetBIOS name
 * @param now the guest's own clock when it was read
 * @param account SID of who ran the collector: {@code S-1-5-18} with Run Command
 * @param build such as {@code 20348.2700}
 * @param productType 1 client, 2 domain controller, 3 server
 * @param language LCID of Windows; nothing depends on it
 * @param booted when Windows was started
 * @param start safe mode and setup
 * @param pendingReboot what waits for a restart: {@code servicing}, {@code update}, {@code files}
 */
public record GuestHost(
    String machineId,
    Item<String> computerName,
    Item<Instant> now,
    Item<String> account,
    Item<String> build,
    Item<Long> productType,
    Item<Long> language,
    Item<Instant> booted,
    Start start,
    Item<List<String>> pendingReboot) {
  /**
   * How Windows was started.
   *
   * @param safeMode 1 minimal, 2 with network; absent in a normal start
   * @param safeModeNext whether the boot store asks for safe mode at the next start
   * @param setupInProgress {@code SystemSetupInProgress}: 0 or 1
   * @param oobeInProgress {@code OOBEInProgress}: 0 or 1
   */
  public record Start(
      Item<Long> safeMode,
      Item<Boolean> safeModeNext,
      Item<Long> setupInProgress,
      Item<Long> oobeInProgress) {}

  static GuestHost of(RecordSection section) throws GuestRecordFormatException {
    return new GuestHost(
        section.key("machineId"),
        section.text("computerName"),
        section.instant("now"),
        section.text("account"),
        section.text("build"),
        section.number("productType"),
        section.number("language"),
        section.instant("booted"),
        new Start(
            section.number("safeBoot.OptionValue"),
            section.truth("safeBoot.next"),
            section.number("SystemSetupInProgress"),
            section.number("OOBEInProgress")),
        section.words("pendingReboot"));
  }
}
