package io.github.rdpdiagnosis.azure.guest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Events that say something about Remote Desktop, counted over the last days. What was logged since
 * the probe began is counted apart: the probe itself can cause it.
 */
public final class GuestEvents {
  private final RecordSection section;
  private final Item<Listing<Count>> counts;
  private final Item<Listing<LogonFailure>> logonFailures;
  private final Item<Long> days;

  private GuestEvents(RecordSection section) throws GuestRecordFormatException {
    this.section = section;
    this.counts = section.listing("event", Count::of);
    this.logonFailures = section.listing("logonFailure", LogonFailure::of);
    this.days = section.number("days");
  }

  static GuestEvents of(RecordSection section) throws GuestRecordFormatException {
    return new GuestEvents(section);
  }

  /**
   * How often an event was logged.
   *
   * @param id event id
   * @param count before the probe began
   * @param aboutTermService how many of them name TermService; service control events only
   * @param whileProbing since the probe began
   * @param capped whether there are more than were counted
   * @param first time of the first one
   * @param last time of the last one
   */
  public record Count(
      long id,
      long count,
      Item<Long> aboutTermService,
      long whileProbing,
      boolean capped,
      Item<Instant> first,
      Item<Instant> last) {
    static Count of(RecordRow row) throws GuestRecordFormatException {
      return new Count(
          row.keyNumber("id"),
          row.keyNumber("count"),
          row.number("termService"),
          row.keyNumber("probe"),
          row.truth("capped").known().orElse(true),
          row.instant("first"),
          row.instant("last"));
    }
  }

  /**
   * Failed logons (event 4625) by their reason.
   *
   * @param status NTSTATUS such as {@code 0xC000006A}
   * @param count how many
   */
  public record LogonFailure(String status, long count) {
    static LogonFailure of(RecordRow row) throws GuestRecordFormatException {
      return new LogonFailure(row.key("status"), row.keyNumber("count"));
    }
  }

  /**
   * How many days back was counted.
   *
   * @return days
   */
  public Item<Long> days() {
    return days;
  }

  /**
   * The count of one event.
   *
   * @param id event id
   * @return not read where its log could not be read
   */
  public Item<Count> count(long id) {
    Optional<Count> found =
        counts.known().stream()
            .flatMap(list -> list.entries().stream())
            .filter(count -> count.id() == id)
            .findAny();
    return found
        .<Item<Count>>map(Item.Present::new)
        .orElseGet(
            () ->
                new Item.NotRead<>(
                    section.text("event." + id).gap().orElse("the collector did not count it")));
  }

  /**
   * Failed logons by reason.
   *
   * @return not read where event 4625 was not counted
   */
  public Item<List<LogonFailure>> logonFailures() {
    return count(4625).gap().isPresent()
        ? new Item.NotRead<>(count(4625).gap().get())
        : logonFailures.map(Listing::entries);
  }
}
