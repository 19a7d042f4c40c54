package io.github.rdpdiagnosis.model.check;

import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one check saw, from where, when and about which address.
 *
 * @param check name of the check, such as {@code tcp}
 * @param vantage where it looked from
 * @param address the IP address it looked at, as a literal, where the check is about one address
 * @param at when it began
 * @param duration how long it took
 * @param status what it found
 * @param facts what it read, typed
 */
public record Observation(
    String check,
    Vantage vantage,
    Optional<String> address,
    Instant at,
    Duration duration,
    CheckStatus status,
    Facts facts) {
  /** Checks the name. */
  public Observation {
    if (!check.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "check name must be lower-case words joined by dashes, got: " + check);
    }
    Objects.requireNonNull(vantage, "vantage");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(facts, "facts");
  }

  /**
   * The id that findings cite: {@code VANTAGE/check}, and {@code VANTAGE/check@ADDRESS} where the
   * check is about one address.
   *
   * @return the id
   */
  public String id() {
    return vantage.name() + "/" + check + address.map(a -> "@" + a).orElse("");
  }
}
