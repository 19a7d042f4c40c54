package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a guest's record says, as observations of the vantage {@code guest}: {@code guest-record},
 * {@code windows-start}, {@code services}, {@code terminal-server}, {@code listener-settings},
 * {@code port-owner}, {@code windows-firewall}, {@code listener-certificate}, {@code tls-policy},
 * {@code domain}, {@code guest-network}, {@code licensing}, {@code logon}, {@code events}, {@code
 * resources} and {@code security-products}. VIOLATED says that something there can by itself keep
 * Remote Desktop out; INCONCLUSIVE that a part was not read; HOLDS that all was read and nothing of
 * it does.
 *
 * <p>Without a record there is the one observation {@code guest-record}, which says why.
 */
public final class GuestCheck implements Check {
  private final Source source;

  /** The script that the source runs in the guest, if it does. */
  private final Optional<String> script;

  private final Optional<String> reachedAt;

  /** Where the record comes from. */
  interface Source {
    GuestReading read(CheckContext context) throws InterruptedException;
  }

  GuestCheck(Source source, Optional<String> script, Optional<String> reachedAt) {
    this.source = source;
    this.script = script;
    this.reachedAt = reachedAt;
  }

  /**
   * The check of a record that is already there.
   *
   * @param record the record
   * @return the check; it asks nobody
   */
  public static GuestCheck of(GuestRecord record) {
    return new GuestCheck(context -> GuestReading.of(record), Optional.empty(), Optional.empty());
  }

  /**
   * The check that runs the collector in the guest. That is execution of a script there: only with
   * the caller's leave.
   *
   * @param channel how to run it
   * @return the check
   */
  public static GuestCheck through(GuestChannel channel) {
    Objects.requireNonNull(channel, "channel");
    return new GuestCheck(
        context -> channel.collect(CollectorRequest.now(Instant.now()), context.deadline()),
        Optional.of(CollectorScript.text()),
        channel.host());
  }

  @Override
  public String name() {
    return "guest";
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return GuestFacts.ALL;
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Instant at = Instant.now();
    long began = System.nanoTime();
    GuestReading reading = source.read(context);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Optional<GuestRecord> record = reading.record();
    if (record.isPresent()) {
      GuestObservations.of(record.get(), script, reachedAt, at, took).forEach(context::report);
    } else {
      context.report(
          observation("guest-record", at, took, reading.status(), Facts.builder().build()));
    }
  }

  static Observation observation(
      String check, Instant at, Duration took, CheckStatus status, Facts facts) {
    return new Observation(check, Vantage.GUEST, Optional.empty(), at, took, status, facts);
  }
}
