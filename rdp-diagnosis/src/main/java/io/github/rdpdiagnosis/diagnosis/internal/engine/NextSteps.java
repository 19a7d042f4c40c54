package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.NextStep;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What to look at next: the checks that were not run, those first that tell most of the remaining
 * suspects apart.
 */
final class NextSteps {
  private final FactBase facts;
  private final List<Observation> observations;
  private final List<Cause> suspects;
  private final String target;

  /**
   * A cause is proven: only what could not be read is still worth a step, and mending comes first.
   */
  private final boolean proven;

  private NextSteps(
      FactBase facts,
      List<Observation> observations,
      List<Cause> suspects,
      String target,
      boolean proven) {
    this.facts = facts;
    this.observations = observations;
    this.suspects = suspects;
    this.target = target;
    this.proven = proven;
  }

  static List<NextStep> after(
      FactBase facts,
      List<Observation> observations,
      Inference.Candidates candidates,
      String target) {
    List<Cause> suspects =
        Stream.concat(
                candidates.findings().stream()
                    .filter(f -> f.certainty() != Certainty.CONFIRMED)
                    .map(Finding::cause),
                candidates.rest().stream())
            .toList();
    boolean proven =
        candidates.findings().stream().anyMatch(f -> f.certainty() == Certainty.CONFIRMED);
    return new NextSteps(facts, observations, suspects, target, proven).run();
  }

  private List<NextStep> run() {
    List<NextStep> steps = new ArrayList<>();
    for (Observation o : observations) {
      o.status()
          .permission()
          .ifPresent(
              action ->
                  steps.add(
                      step(
                          "read what " + o.id() + " could not",
                          c -> c.provableBy().contains("azure"),
                          "grant "
                              + action
                              + " on the resource (the Reader role has every */read), then run again")));
    }
    if (proven) {
      return steps;
    }
    boolean reached =
        facts.value(PathFacts.REACHED).orElse(ProvenUpTo.NONE).atLeast(ProvenUpTo.TLS);
    boolean compared =
        facts.value(PathFacts.FAR_REACHED).isPresent()
            || facts.value(PathFacts.FAR_OTHER_ADDRESS_WORKS).isPresent();
    boolean gateway = facts.value(PathFacts.FILE_GATEWAY).isPresent();
    if (gateway) {
      steps.add(
          step(
              "the target as the RD Gateway sees it",
              c -> !isNear(c),
              "on the gateway, or beside it: rdpdiag probe " + target + " --name gateway"));
    }
    if (!reached && !compared && !gateway && !suspects.isEmpty()) {
      steps.add(
          step(
              "the same probe from a computer in another network, best one that is connected directly",
              c -> true,
              "there: rdpdiag probe "
                  + target
                  + " --name elsewhere --output json > elsewhere.json;"
                  + " here: the same diagnosis with --evidence elsewhere.json"));
    }
    if (compared && suspects.stream().anyMatch(NextSteps::isNear)) {
      steps.add(
          step(
              "the same probe from another computer in this network",
              NextSteps::isNear,
              "there: rdpdiag probe "
                  + target
                  + " --name neighbour --output json > neighbour.json;"
                  + " works there: this computer; fails there as well: the edge"));
    }
    if (!reached
        && facts.value(PathFacts.REFERENCE).isEmpty()
        && suspects.stream().anyMatch(c -> c.id().equals("CL-01"))) {
      steps.add(
          step(
              "a computer in this network that takes Remote Desktop connections, for comparison",
              c -> c.id().equals("CL-01"),
              "the same diagnosis with --reference HOST"));
    }
    if (observations.stream().noneMatch(o -> o.vantage().equals(Vantage.AZURE))
        && suspects.stream().anyMatch(c -> c.provableBy().contains("azure"))) {
      steps.add(
          step(
              "Azure's own configuration of the VM",
              c -> c.provableBy().contains("azure"),
              "the same diagnosis with --vm /subscriptions/…/virtualMachines/NAME (needs Reader)"));
    }
    if (facts.value(PathFacts.INBOUND).filter(Inbound.DEPENDS_ON_SOURCE::equals).isPresent()) {
      steps.add(
          step(
              "the public address that this client shows",
              c -> c.id().equals("NW-04") || c.id().equals("NW-02"),
              "the same diagnosis with --egress ADDRESS"));
    }
    if (facts.value(PathFacts.GUEST_NAME).isEmpty()
        && suspects.stream().anyMatch(c -> c.provableBy().contains("guest"))) {
      steps.add(
          step(
              "the guest's own settings: TermService, listener port, fDenyTSConnections, firewall",
              c -> c.provableBy().contains("guest"),
              "portal: VM > Run command > RDPSettings, or the serial console"));
    }
    return steps.stream()
        .distinct()
        .sorted(Comparator.comparingInt((NextStep s) -> s.separates().size()).reversed())
        .toList();
  }

  private NextStep step(String check, Predicate<Cause> decides, String how) {
    return new NextStep(check, suspects.stream().filter(decides).map(Cause::id).toList(), how);
  }

  private static boolean isNear(Cause cause) {
    return cause.domain() == FaultDomain.CLIENT || cause.domain() == FaultDomain.EDGE;
  }
}
