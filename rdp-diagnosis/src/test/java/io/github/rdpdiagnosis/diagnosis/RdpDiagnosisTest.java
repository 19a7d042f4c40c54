package io.github.rdpdiagnosis.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RdpDiagnosisTest {
  private static RdpFile file(String text) {
    return RdpFile.parse(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Evidence evidence(String vantage, String host, int port) {
    return new Evidence(new Vantage(vantage), host, port, List.of());
  }

  @Test
  void aHealthyPeerWorks() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      Diagnosis d = RdpDiagnosis.of("127.0.0.1", new Port(peer.port())).run();
      assertThat(d.verdict()).isEqualTo(Verdict.WORKS);
      assertThat(d.notes()).anyMatch(n -> n.text().contains("Network Level Authentication"));
      assertThat(d.connections()).isEqualTo(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void asyncGivesTheSameAndCancelsTheChecks() throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (ScriptedPeer silent = ScriptedPeer.start(PeerScript.SILENT);
        ScriptedPeer healthy = ScriptedPeer.start(PeerScript.TLS)) {
      CompletableFuture<Diagnosis> cancelled =
          RdpDiagnosis.of("127.0.0.1", new Port(silent.port()))
              .deadline(Duration.ofMinutes(5))
              .runAsync(executor);
      assertThat(cancelled.cancel(true)).isTrue();
      assertThat(cancelled).isCancelled();
      CompletableFuture<Diagnosis> done =
          RdpDiagnosis.of("127.0.0.1", new Port(healthy.port())).runAsync(executor);
      assertThat(done.get().verdict()).isEqualTo(Verdict.WORKS);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aReferenceHostIsProbedInTheSameWay() {
    try (ScriptedPeer silent = ScriptedPeer.start(PeerScript.REFUSED);
        ScriptedPeer reference = ScriptedPeer.start(PeerScript.TLS)) {
      Diagnosis d =
          RdpDiagnosis.of("127.0.0.1", new Port(silent.port()))
              .referenceHost("127.0.0.1:" + reference.port())
              .run();
      assertThat(reference.connections()).isPositive();
      assertThat(d.checks()).anyMatch(o -> o.id().equals("client/reference"));
      assertThat(d.findings()).noneMatch(f -> f.cause().id().equals("CL-01"));
    }
  }

  @Test
  void aFileThatGoesThroughAGatewayIsNotProbedDirectly() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Diagnosis d =
          RdpDiagnosis.of(
                  file(
                      "full address:s:127.0.0.1:"
                          + peer.port()
                          + "\r\ngatewayhostname:s:gw.example\r\ngatewayusagemethod:i:1\r\n"))
              .run();
      assertThat(d.verdict()).isEqualTo(Verdict.UNDETERMINED);
      assertThat(d.summary()).contains("gw.example");
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void anUnknownErrorTextIsSaidAndNotUsed() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Diagnosis d =
          RdpDiagnosis.of("127.0.0.1", new Port(peer.port()))
              .clientError("the hovercraft is full of eels")
              .run();
      assertThat(d.notes()).anyMatch(n -> n.text().contains("in no table"));
      assertThat(d.findings()).isEmpty();
    }
  }

  @Test
  void evidenceAboutAnotherTargetIsRefused() {
    RdpDiagnosis d = RdpDiagnosis.of("vm1.example", Port.RDP);
    Evidence otherName = evidence("home", "vm2.example", 3389);
    assertThatThrownBy(() -> d.evidence(otherName))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vm2.example")
        .hasMessageContaining("vm1.example");
    Evidence otherPort = evidence("home", "vm1.example", 3390);
    assertThatThrownBy(() -> d.evidence(otherPort))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3390");
    d.evidence(evidence("home", "203.0.113.10", 3389));
    Evidence again = evidence("home", "VM1.example", 3389);
    assertThatThrownBy(() -> d.evidence(again))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("home");
  }

  @Test
  void aDeadlineMustBePositive() {
    RdpDiagnosis d = RdpDiagnosis.of("h", Port.RDP);
    assertThatThrownBy(() -> d.deadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
