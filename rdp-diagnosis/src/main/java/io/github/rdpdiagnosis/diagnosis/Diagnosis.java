package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.diagnosis.internal.engine.Changes;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.probes.RdpLadder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out, and what it rests on. Immutable; a pure function of the observations, so the
 * same observations give the same diagnosis again.
 *
 * @param id names this run
 * @param startedAt when it began
 * @param duration how long it took
 * @param target what was diagnosed
 * @param verdict the answer in one word
 * @param summary the answer in one true sentence
 * @param provenUpTo how far a handshake without credentials got
 * @param lookAlike id of the class of outcomes that what was seen is of, such as {@code X1-live};
 *     empty if it is none
 * @param domains one verdict for each of the five places, in their order
 * @param findings at most {@value #MOST_FINDINGS}, surest first
 * @param alsoPossible ids of further causes that were not excluded and rank behind the findings
 * @param notes what is worth knowing and no fault
 * @param checks everything that was seen
 * @param nextSteps what would tell more, best first
 */
public record Diagnosis(
    String id,
    Instant startedAt,
    Duration duration,
    Target target,
    Verdict verdict,
    String summary,
    ProvenUpTo provenUpTo,
    Optional<String> lookAlike,
    List<DomainVerdict> domains,
    List<Finding> findings,
    List<String> alsoPossible,
    List<Note> notes,
    List<Observation> checks,
    List<NextStep> nextSteps) {
  /** How many findings are listed at most. */
  public static final int MOST_FINDINGS = 8;

  /** Copies the lists; refuses a verdict that misses a domain. */
  public Diagnosis {
    Objects.requireNonNull(verdict, "verdict");
    domains = List.copyOf(domains);
    findings = List.copyOf(findings);
    alsoPossible = List.copyOf(alsoPossible);
    notes = List.copyOf(notes);
    checks = List.copyOf(checks);
    nextSteps = List.copyOf(nextSteps);
    if (domains.size() != FaultDomain.values().length) {
      throw new IllegalArgumentException("one verdict for each domain, got " + domains.size());
    }
    if (findings.size() > MOST_FINDINGS) {
      throw new IllegalArgumentException(
          "at most " + MOST_FINDINGS + " findings, got " + findings.size());
    }
  }

  /**
   * What changed since the connection worked, where the user said when that was or gave an earlier
   * snapshot ({@link RdpDiagnosis#workedAt}, {@link RdpDiagnosis#baseline}).
   *
   * @return those that can bring about a cause first; empty where nothing was given or seen
   */
  public List<RecentChange> changes() {
    return Changes.in(checks, target.port());
  }

  /**
   * The verdict on one place.
   *
   * @param domain which place
   * @return its status and why
   */
  public DomainVerdict domain(FaultDomain domain) {
    return domains.stream().filter(v -> v.domain() == domain).findFirst().orElseThrow();
  }

  /**
   * How many TCP connections to the target were attempted from here.
   *
   * @return the count; evidence from elsewhere and a reference host do not count
   */
  public long connections() {
    return checks.stream()
        .filter(o -> o.vantage().equals(Vantage.CLIENT) && RdpLadder.CONNECTING.contains(o.check()))
        .filter(o -> o.status().kind() != CheckStatus.Kind.NOT_RUN)
        .count();
  }

  /**
   * What a diagnosis was about.
   *
   * @param host name or address literal
   * @param port TCP port
   * @param addresses the addresses that the host stands for here; empty if none is known
   * @param rdpFile the file it came from, or empty
   * @param vmId ARM id of the VM, or empty
   */
  public record Target(
      String host,
      int port,
      List<String> addresses,
      Optional<String> rdpFile,
      Optional<String> vmId) {
    /** Copies the list. */
    public Target {
      addresses = List.copyOf(addresses);
    }
  }
}
