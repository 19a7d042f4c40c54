package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is known of each of the five places. A place is CLEARED only by evidence that passed through
 * it.
 */
final class DomainAssessment {
  /** More ids than this are counted; the diagnosis lists them all. */
  private static final int MOST_NAMED = 9;

  private static final String BEHIND_THE_HANDSHAKE =
      "signing in, licences and the session lie behind that and were not seen: the guest's record"
          + " and --user tell more";

  private static final long TLS_ALONE = 1; // PROTOCOL_SSL, [MS-RDPBCGR] 2.2.1.2.1

  private final FactBase facts;
  private final Inference.Candidates candidates;
  private final Optional<String> beyondProof;
  private final boolean vmAskedFor;

  private DomainAssessment(
      FactBase facts,
      Inference.Candidates candidates,
      Optional<String> beyondProof,
      boolean vmAskedFor) {
    this.facts = facts;
    this.candidates = candidates;
    this.beyondProof = beyondProof;
    this.vmAskedFor = vmAskedFor;
  }

  /**
   * One verdict for each domain, in the order of {@link FaultDomain}.
   *
   * @param beyondProof why the handshake does not clear the VM, or empty
   * @param vmAskedFor whether the question names a VM, so that another one is no answer
   */
  static List<DomainVerdict> assess(
      FactBase facts,
      Inference.Candidates candidates,
      Optional<String> beyondProof,
      boolean vmAskedFor) {
    DomainAssessment assessment = new DomainAssessment(facts, candidates, beyondProof, vmAskedFor);
    return Arrays.stream(FaultDomain.values()).map(assessment::verdict).toList();
  }

  private DomainVerdict verdict(FaultDomain domain) {
    List<Finding> mine = candidates.findings().stream().filter(f -> f.domain() == domain).toList();
    List<String> sure =
        mine.stream()
            .filter(f -> f.certainty() != Certainty.POSSIBLE)
            .map(DomainAssessment::reason)
            .toList();
    if (!sure.isEmpty()) {
      return new DomainVerdict(domain, DomainStatus.FAULTY, sure);
    }
    if (!mine.isEmpty()) {
      return new DomainVerdict(
          domain, DomainStatus.SUSPECT, mine.stream().map(DomainAssessment::reason).toList());
    }
    List<String> passed = passed(domain);
    if (candidates.concerns(domain)) {
      List<String> ids =
          candidates.rest().stream().filter(c -> c.domain() == domain).map(Cause::id).toList();
      String which = ids.size() <= MOST_NAMED ? String.join(", ", ids) : ids.size() + " causes";
      return new DomainVerdict(
          domain,
          DomainStatus.UNKNOWN,
          List.of("not excluded, though less likely or explained by another cause: " + which));
    }
    if (candidates.setAside().contains(domain)) {
      return new DomainVerdict(
          domain,
          DomainStatus.UNKNOWN,
          List.of(
              "another vantage point gets no RDP answer at the same address either, which this place does not explain"));
    }
    if (domain == FaultDomain.VM && beyondProof.isPresent()) {
      return new DomainVerdict(domain, DomainStatus.UNKNOWN, List.of(beyondProof.get()));
    }
    if (domain == FaultDomain.VM && !passed.isEmpty() && !signInIsOpen()) {
      // No handshake goes through sign-in, licences and the session: only the guest tells of them.
      List<String> reasons = new ArrayList<>(passed);
      reasons.add(BEHIND_THE_HANDSHAKE);
      return new DomainVerdict(domain, DomainStatus.UNKNOWN, reasons);
    }
    // The client's name or file may be of another machine, as the endpoint may lead to one.
    boolean leadsThere = domain == FaultDomain.ENDPOINT || domain == FaultDomain.CLIENT;
    if (leadsThere && !passed.isEmpty() && vmAskedFor && !isRightVm()) {
      List<String> reasons = new ArrayList<>(passed);
      reasons.add(
          "whether what answers there is the VM that was asked for cannot be told: neither the"
              + " address nor the certificate is known to be the VM's");
      return new DomainVerdict(domain, DomainStatus.UNKNOWN, reasons);
    }
    // An address of Windows' own choosing leaves this handshake alone, but not the agent.
    boolean agentIsWell = facts.value(PathFacts.AGENT_READY).orElse(false);
    if (domain == FaultDomain.ENDPOINT && !passed.isEmpty() && vmAskedFor && !agentIsWell) {
      List<String> reasons = new ArrayList<>(passed);
      reasons.add(
          "the VM's agent is not known to be ready, which wrong addresses in the guest can cause");
      return new DomainVerdict(domain, DomainStatus.UNKNOWN, reasons);
    }
    boolean shutIn =
        domain == FaultDomain.NETWORK && facts.value(PathFacts.OUTBOUND_DENIED).orElse(false);
    if (shutIn && !passed.isEmpty()) {
      List<String> reasons = new ArrayList<>(passed);
      reasons.add("the VM may ask none of its own name servers, which signing in may need");
      return new DomainVerdict(domain, DomainStatus.UNKNOWN, reasons);
    }
    if (!passed.isEmpty()) {
      return new DomainVerdict(domain, DomainStatus.CLEARED, passed);
    }
    return new DomainVerdict(
        domain,
        DomainStatus.UNKNOWN,
        List.of(
            Inference.gatewayAnswers(facts)
                ? "the RD Gateway was probed in the target's place; what lies behind its sign-in was"
                    + " not seen"
                : "nothing that was seen passed through it"));
  }

  private static String reason(Finding finding) {
    return finding.cause().id() + " " + finding.certainty() + ": " + finding.cause().title();
  }

  private List<String> passed(FaultDomain domain) {
    List<String> reasons = new ArrayList<>();
    ProvenUpTo here = facts.value(PathFacts.REACHED).orElse(ProvenUpTo.NONE);
    boolean anEnd = domain == FaultDomain.VM || domain == FaultDomain.CLIENT;
    if (here.atLeast(ProvenUpTo.TLS) && (!anEnd || handshakeIsOver())) {
      reasons.add("the handshake from here passed through it, up to " + here);
    }
    // An answer to the request clears nothing: larger packets, TLS and names come after it, and
    // each
    // place can still stop those.
    if (domain == FaultDomain.EDGE && Inference.gatewayAnswers(facts)) {
      reasons.add("TLS and the first request to the RD Gateway passed through it from here");
    }
    // What passed another way clears a place only if what failed on this way is known as well:
    // rules may single out one client
    // or one address.
    candidates.lookAlike().ifPresent(failed -> reasons.addAll(passedAnotherWay(domain, failed)));
    return reasons;
  }

  private boolean isRightVm() {
    return CauseRules.RIGHT_VM.ask(facts).truth() == Truth.TRUE;
  }

  private boolean signInIsOpen() {
    return VmRules.SIGN_IN_OPEN.ask(facts).truth() == Truth.TRUE;
  }

  /**
   * TLS is the last step without credentials only where CredSSP was not selected; where it was, one
   * of the two ends may still fail at it.
   */
  private boolean handshakeIsOver() {
    return facts
            .value(PathFacts.NLA_CHALLENGE)
            .filter(NlaChallengeOutcome.CHALLENGE::equals)
            .isPresent()
        || facts.value(PathFacts.SELECTED).filter(p -> p == TLS_ALONE).isPresent();
  }

  private List<String> passedAnotherWay(FaultDomain domain, LookAlike failed) {
    boolean near = domain == FaultDomain.CLIENT || domain == FaultDomain.EDGE;
    List<String> reasons = new ArrayList<>();
    if (facts.value(PathFacts.OTHER_ADDRESS_WORKS).orElse(false)
        && domain != FaultDomain.ENDPOINT) {
      reasons.add("RDP to another address of the same target passed through it from here");
    }
    ProvenUpTo far = facts.value(PathFacts.FAR_REACHED).orElse(ProvenUpTo.NONE);
    if (!near
        && (far.atLeast(ProvenUpTo.TLS) || (far == ProvenUpTo.X224 && domain != FaultDomain.VM))) {
      reasons.add(
          "the handshake of another vantage point to the same address passed through it, up to "
              + far);
    }
    boolean behindTheName =
        !near && (domain != FaultDomain.ENDPOINT || failed.stage() == Stage.NAME);
    if (behindTheName && facts.value(PathFacts.FAR_OTHER_ADDRESS_WORKS).orElse(false)) {
      reasons.add(
          "RDP of another vantage point to another address of the same target passed through it");
    }
    return reasons;
  }
}
