package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of looking into a guest: a record, or why there is none.
 *
 * @param record the record
 * @param status HOLDS with a record; else why there is none
 */
public record GuestReading(Optional<GuestRecord> record, CheckStatus status) {
  /** Checks that a record and a status go together. */
  public GuestReading {
    Objects.requireNonNull(record, "record");
    if (record.isPresent() != (status.kind() == CheckStatus.Kind.HOLDS)) {
      throw new IllegalArgumentException("HOLDS goes with a record, and with it only");
    }
  }

  /**
   * A record came.
   *
   * @param record the record
   * @return the reading
   */
  public static GuestReading of(GuestRecord record) {
    return new GuestReading(Optional.of(record), CheckStatus.holds());
  }

  /**
   * None came.
   *
   * @param why any status but HOLDS
   * @return the reading
   */
  public static GuestReading without(CheckStatus why) {
    return new GuestReading(Optional.empty(), why);
  }
}
