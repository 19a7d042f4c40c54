package io.github.rdpdiagnosis.diagnosis.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LocalFacts;
import io.github.rdpdiagnosis.probes.LocalRoute;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same computer under several names, one thing switched between them. */
class BeforeAfterTest {
  private static final String A = Seen.ADDRESS;
  private static final Vantage ON = new Vantage("av-on");
  private static final Vantage OFF = new Vantage("av-off");

  private static Seen look(
      Seen seen, Vantage vantage, int minutesAgo, TcpOutcome tcp, String computer, String source) {
    java.time.Instant at = Seen.NOW.minus(Duration.ofMinutes(minutesAgo));
    seen.add(
        "environment",
        vantage,
        null,
        Facts.builder()
            .put(LocalFacts.COMPUTER, computer)
            .put(LocalFacts.DEFAULT_ROUTES, List.of("192.168.1.1 through eth0"))
            .build(),
        at);
    seen.add(
        "local-network",
        vantage,
        A,
        Facts.builder()
            .put(ProbeFacts.LOCAL_ROUTE, LocalRoute.ROUTE)
            .put(ProbeFacts.LOCAL_SOURCE_ADDRESS, source)
            .build(),
        at);
    seen.add(
        "tcp",
        vantage,
        A,
        Facts.builder().put(ProbeFacts.TCP_PORT, 3389L).put(ProbeFacts.TCP_OUTCOME, tcp).build(),
        at);
    if (tcp == TcpOutcome.OPEN) {
      seen.add(
          "x224",
          vantage,
          A,
          Facts.builder()
              .put(ProbeFacts.X224_OUTCOME, X224Outcome.CONFIRMED)
              .put(ProbeFacts.X224_SELECTED, 1L)
              .build(),
          at);
    }
    return seen;
  }

  private static Seen look(Seen seen, Vantage vantage, int minutesAgo, TcpOutcome tcp) {
    return look(seen, vantage, minutesAgo, tcp, "c0ffee", "192.168.1.20");
  }

  private static Map<String, Certainty> sure(Diagnosis d) {
    return d.findings().stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .collect(Collectors.toMap(f -> f.cause().id(), Finding::certainty));
  }

  @Test
  void failedWorkedAndFailsAgainIsWhatWasSwitched() {
    Seen seen = look(Seen.named(A).interfaces(1), ON, 20, TcpOutcome.TIMED_OUT);
    look(seen, OFF, 10, TcpOutcome.OPEN);
    Diagnosis d = look(seen, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed();
    assertThat(sure(d)).containsExactly(Map.entry("CL-01", Certainty.PROBABLE));
    Finding finding = d.findings().get(0);
    assertThat(finding.explanation()).contains("'av-on'").contains("'av-off'");
    assertThat(finding.evidence())
        .contains("av-on/tcp@" + A, "av-off/x224@" + A, "client/tcp@" + A);
  }

  @Test
  void oneChangeProvesNothingAndIsSaid() {
    Seen worked = look(Seen.named(A).interfaces(1), OFF, 10, TcpOutcome.OPEN);
    Diagnosis failsNow = look(worked, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed();
    assertThat(sure(failsNow)).isEmpty();
    assertThat(failsNow.notes()).anyMatch(n -> n.text().contains("Once proves nothing"));

    Seen failed = look(Seen.named(A).interfaces(1), ON, 10, TcpOutcome.TIMED_OUT);
    Diagnosis worksNow = look(failed, Vantage.CLIENT, 0, TcpOutcome.OPEN).diagnosed();
    assertThat(sure(worksNow)).doesNotContainKey("CL-01");
    assertThat(worksNow.notes()).anyMatch(n -> n.text().contains("works now"));
  }

  @Test
  void theOrderOfTimeCounts() {
    Seen seen = look(Seen.named(A).interfaces(1), OFF, 20, TcpOutcome.OPEN);
    look(seen, ON, 10, TcpOutcome.TIMED_OUT);
    assertThat(sure(look(seen, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed())).isEmpty();
  }

  @Test
  void anotherComputerAnotherPathOrAnotherFailureIsNoSwitch() {
    Seen computer =
        look(Seen.named(A).interfaces(1), ON, 20, TcpOutcome.TIMED_OUT, "beef", "192.168.1.20");
    look(computer, OFF, 10, TcpOutcome.OPEN);
    assertThat(sure(look(computer, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed())).isEmpty();

    Seen path = look(Seen.named(A).interfaces(1), ON, 20, TcpOutcome.TIMED_OUT);
    look(path, OFF, 10, TcpOutcome.OPEN, "c0ffee", "10.8.0.2");
    assertThat(sure(look(path, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed())).isEmpty();

    Seen failure = look(Seen.named(A).interfaces(1), ON, 20, TcpOutcome.REFUSED);
    look(failure, OFF, 10, TcpOutcome.OPEN);
    assertThat(sure(look(failure, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed())).isEmpty();
  }

  @Test
  void oldEvidenceIsNotCompared() {
    Seen seen = look(Seen.named(A).interfaces(1), ON, 200, TcpOutcome.TIMED_OUT);
    look(seen, OFF, 10, TcpOutcome.OPEN);
    assertThat(sure(look(seen, Vantage.CLIENT, 0, TcpOutcome.TIMED_OUT).diagnosed())).isEmpty();
  }
}
