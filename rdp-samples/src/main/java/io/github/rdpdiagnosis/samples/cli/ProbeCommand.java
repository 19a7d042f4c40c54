package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Only what is seen from here, as an evidence file for a diagnosis elsewhere. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Looks at a target from here, for 'rdpdiag diagnose --evidence' elsewhere. Sends no credential.")
final class ProbeCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "HOST[:PORT]", description = "What to look at.")
  String target;

  @Option(
      names = "--name",
      paramLabel = "VANTAGE",
      defaultValue = "elsewhere",
      description = "What this place is called in the evidence. Default: ${DEFAULT-VALUE}.")
  String name;

  @Mixin LadderOptions ladder;

  @Mixin DeadlineOption deadline;

  @Mixin OutputOption output;

  @Override
  public Integer call() {
    RdpTarget host = TargetArgument.host(target);
    RdpDiag.Invocation invocation = parent.invocation();
    // Text is the progress itself, so it goes to the result's stream.
    boolean text = output.value == OutputFormat.text;
    ProgressListener listener = ProgressListener.to(text ? invocation.out() : invocation.err());
    Evidence evidence =
        Evidence.probe(vantage(), host, ladder::of, invocation.left(deadline.value), listener);
    if (!text) {
      invocation.out().print(evidence.json());
    }
    return reachedTls(evidence) && !challengeFailed(evidence)
        ? ExitCode.WORKS
        : anyViolated(evidence) ? ExitCode.FAULT_FOUND : ExitCode.UNDETERMINED;
  }

  private Vantage vantage() {
    try {
      Vantage vantage = new Vantage(name);
      if (Vantage.OWN.contains(vantage)) {
        throw new UsageException(
            "--name: " + name + " names a diagnosis' own vantage point; take another name");
      }
      return vantage;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--name: " + e.getMessage());
    }
  }

  private static boolean reachedTls(Evidence evidence) {
    return evidence.observations().stream()
        .map(Observation::facts)
        .anyMatch(
            f -> f.get(ProbeFacts.TLS_OUTCOME).filter(TlsOutcome.HANDSHAKE::equals).isPresent());
  }

  /** Where the server selects CredSSP, TLS alone does not show that it can be signed in to. */
  private static boolean challengeFailed(Evidence evidence) {
    return evidence.observations().stream()
        .map(Observation::facts)
        .anyMatch(
            f ->
                f.get(ProbeFacts.NLA_CHALLENGE_OUTCOME)
                    .filter(outcome -> outcome != NlaChallengeOutcome.CHALLENGE)
                    .isPresent());
  }

  private static boolean anyViolated(Evidence evidence) {
    return evidence.observations().stream()
        .anyMatch(o -> o.status().kind() == CheckStatus.Kind.VIOLATED);
  }
}
