package io.github.rdpdiagnosis.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.RunningDiagnosis;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A diagnosis that may look inside the VM, with Azure as slow as it is: what is known before the
 * slow answers are there. Told by what waits for what, not by the clock; {@code
 * -Ddeep.latency=true} runs it with latencies as they were measured (GET 0.15 s, effective lists 11
 * s) and prints the times. Run Command takes 60 s in Azure, over many answers; the stub has one,
 * and takes as long with it as a client waits for a single answer: 25 s.
 */
@Timeout(180)
class DeepDiagnosisTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Counts down as soon as the configuration has been read. */
  private static ProgressListener whenRead(CountDownLatch latch) {
    return new ProgressListener() {
      @Override
      public void observed(Observation observation) {
        if (observation.id().equals("azure/snapshot")) {
          latch.countDown();
        }
      }
    };
  }

  private static boolean come(CountDownLatch latch, Duration longest) {
    try {
      return latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static RdpDiagnosis of(ArmStub azure, ScriptedPeer peer) {
    ArmStub.StubVm vm = azure.vm("vm1", "127.0.0.1", peer.port()).denyingRdp().deniedByPolicy();
    VmReader reader = VmReader.of(Secret.of("token"), AzureCloud.of(azure.url()));
    return RdpDiagnosis.of("127.0.0.1", new Port(peer.port()))
        .azure(AzureVm.of(reader, VmId.parse(vm.id())))
        .allowGuestRun();
  }

  private static boolean blamesTheNetwork(Diagnosis d) {
    return d.findings().stream()
        .anyMatch(f -> f.domain() == FaultDomain.NETWORK && f.certainty() == Certainty.CONFIRMED);
  }

  private static boolean isRunCommand(String request) {
    return request.startsWith("POST ") && request.endsWith("/runCommand");
  }

  @Test
  void theNetworkIsJudgedWhileTheGuestIsStillAsked() throws Exception {
    CountDownLatch guestAsked = new CountDownLatch(1);
    CountDownLatch guestMayAnswer = new CountDownLatch(1);
    CountDownLatch configurationRead = new CountDownLatch(1);
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      azure.beforeAnswer(
          request -> {
            if (isRunCommand(request)) {
              guestAsked.countDown();
              come(guestMayAnswer, LONGEST);
            }
          });
      RunningDiagnosis running =
          of(azure, peer).deadline(LONGEST).listener(whenRead(configurationRead)).start();
      try {
        assertThat(come(guestAsked, LONGEST)).as("the guest is asked").isTrue();
        assertThat(come(configurationRead, LONGEST)).as("beside that").isTrue();
        Diagnosis soFar = running.partial();
        assertThat(guestMayAnswer.getCount()).as("the guest has not answered").isOne();
        assertThat(blamesTheNetwork(soFar)).as(soFar.summary()).isTrue();
        assertThat(soFar.checks()).extracting(Observation::id).doesNotContain("guest/host");
      } finally {
        guestMayAnswer.countDown();
      }
      Diagnosis whole = running.await();
      assertThat(blamesTheNetwork(whole)).isTrue();
      assertThat(whole.checks()).extracting(Observation::id).contains("guest/terminal-server");
      assertThat(azure.requests()).noneMatch(request -> request.contains("connectivityCheck"));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "deep.latency", matches = "true")
  void withLatenciesAsMeasured() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch configurationRead = new CountDownLatch(1);
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(PeerScript.REFUSED)) {
      RdpDiagnosis diagnosis = of(azure, peer);
      azure.beforeAnswer(
          request ->
              come(
                  never,
                  isRunCommand(request)
                      ? Duration.ofSeconds(25)
                      : request.contains("/effective")
                          ? Duration.ofSeconds(11)
                          : Duration.ofMillis(150)));
      long start = System.nanoTime();
      RunningDiagnosis running =
          diagnosis.deadline(Duration.ofMinutes(2)).listener(whenRead(configurationRead)).start();
      come(configurationRead, LONGEST);
      boolean known = blamesTheNetwork(running.partial());
      long verdict = System.nanoTime() - start;
      Diagnosis whole = running.await();
      System.out.printf(
          "network verdict (%s) after %d ms, all over after %d ms, guest read: %s%n",
          known,
          TimeUnit.NANOSECONDS.toMillis(verdict),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
          whole.checks().stream().anyMatch(o -> o.id().equals("guest/terminal-server")));
    }
  }
}
