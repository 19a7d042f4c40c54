package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.Secret;
import java.util.Optional;

/**
 * One line of a {@code .rdp} file, with or without sense.
 *
 * <p>Source: as {@link RdpFile}.
 *
 * @param number counted from 1
 * @param raw the line without its end, as it stands; held as a {@link Secret}, because even a
 *     malformed line may hold a password
 * @param setting what it sets, or empty where the line is blank or malformed
 */
public record RdpLine(int number, Secret raw, Optional<RdpSetting> setting) {
  /** Checks the number. */
  public RdpLine {
    if (number < 1) {
      throw new IllegalArgumentException("line numbers start at 1, got " + number);
    }
  }

  @Override
  public String toString() {
    return number
        + ": "
        + setting
            .map(RdpSetting::toString)
            .orElseGet(() -> raw.reveal().isBlank() ? "" : raw.toString());
  }
}
