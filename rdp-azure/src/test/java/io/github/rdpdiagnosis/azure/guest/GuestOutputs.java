package io.github.rdpdiagnosis.azure.guest;

/** Outputs of the collector for tests of channels. */
public final class GuestOutputs {
  private GuestOutputs() {}

  /** A healthy record as Run Command would carry it. */
  public static String healthy() {
    return GuestRecords.deflated(GuestRecords.healthy(), "");
  }

  /** A healthy record in plain text. */
  public static String plain() {
    return GuestRecords.plain(GuestRecords.healthy());
  }

  /** Some sections of it. */
  public static String part(String left, String... sections) {
    return GuestRecords.deflated(GuestRecords.only(GuestRecords.healthy(), sections), left);
  }
}
