package io.github.rdpdiagnosis.diagnosis.internal.run;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.RdpLadder;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The comparison with a computer in the user's own network that is known to take Remote Desktop
 * connections: if it answers, this computer lets them out. Sends what {@link RdpLadder} sends.
 */
public final class ReferenceCheck implements Check {
  /** How far the handshake with the reference host got. */
  public static final FactKey<ProvenUpTo> REACHED =
      new FactKey<>("reference.reached", FactType.ofEnum(ProvenUpTo.class));

  private final RdpTarget reference;

  /**
   * A comparison.
   *
   * @param reference the computer that is known to work
   */
  public ReferenceCheck(RdpTarget reference) {
    this.reference = reference;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(REACHED);
  }

  @Override
  public void run(CheckContext context) {
    Instant at = Instant.now();
    List<Observation> seen =
        RdpLadder.of(reference.host(), reference.port().number()).probe(context.deadline());
    ProvenUpTo reached = reached(seen);
    CheckStatus status =
        reached.atLeast(ProvenUpTo.X224)
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(
                reference + " gave no RDP answer either, proven up to " + reached,
                "a reference host that is known to take RDP connections now");
    context.report(
        new Observation(
            name(),
            Vantage.CLIENT,
            Optional.empty(),
            at,
            Duration.between(at, Instant.now()),
            status,
            Facts.builder().put(REACHED, reached).build()));
  }

  private static ProvenUpTo reached(List<Observation> seen) {
    boolean rdp =
        has(seen, ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED)
            || has(seen, ProbeFacts.X224_OUTCOME, X224Outcome.FAILURE);
    if (rdp) {
      return ProvenUpTo.X224;
    }
    if (has(seen, ProbeFacts.TCP_OUTCOME, TcpOutcome.OPEN)) {
      return ProvenUpTo.TCP;
    }
    boolean named = seen.stream().anyMatch(o -> o.facts().has(ProbeFacts.NAME_ADDRESSES));
    return named ? ProvenUpTo.NAME : ProvenUpTo.NONE;
  }

  private static <T> boolean has(List<Observation> seen, FactKey<T> key, T value) {
    return seen.stream().anyMatch(o -> o.facts().get(key).filter(value::equals).isPresent());
  }
}
