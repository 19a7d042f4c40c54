package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * A Windows service.
 *
 * @param name its key name, such as {@code TermService}
 * @param state as WMI's schema spells it: {@code Running}, {@code Stopped}, {@code Start Pending},
 *     …
 * @param start 2 automatic, 3 on demand, 4 disabled
 * @param account {@code ObjectName}, such as {@code NT Authority\NetworkService}
 * @param processId 0 where it does not run
 * @param exitCode Win32 error of its last end; 1066 says that {@code specificExitCode} has it
 * @param specificExitCode the service's own error
 * @param dependsOn key names of the services that it needs
 */
public record GuestService(
    String name,
    Item<String> state,
    Item<Long> start,
    Item<String> account,
    Item<Long> processId,
    Item<Long> exitCode,
    Item<Long> specificExitCode,
    Item<List<String>> dependsOn) {
  /** The service that takes Remote Desktop connections. */
  public static final String TERM_SERVICE = "TermService";

  /** {@code start} of a service that is switched off. */
  public static final long DISABLED = 4;

  static GuestService of(RecordRow row) throws GuestRecordFormatException {
    return new GuestService(
        row.key("name"),
        row.text("state"),
        row.number("start"),
        row.text("account"),
        row.number("pid"),
        row.number("exit"),
        row.number("specific"),
        row.words("depends"));
  }

  /**
   * Whether it runs.
   *
   * @return not read where its state was not read
   */
  public Item<Boolean> isRunning() {
    return state.map("Running"::equals);
  }
}
