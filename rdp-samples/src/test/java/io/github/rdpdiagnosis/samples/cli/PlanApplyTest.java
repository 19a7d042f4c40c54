package io.github.rdpdiagnosis.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the demo, from the diagnosis through plan and apply to WORKS, and back. */
@Timeout(300)
class PlanApplyTest {
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "s3cret-token");
  private static final String CLIENT = "203.0.113.7";

  @TempDir Path folder;

  /** A made-up VM behind a port that opens once Azure has taken a write. */
  private static final class Scene implements AutoCloseable {
    private final ArmStub azure = ArmStub.start();
    private final ArmStub.StubVm vm;
    private ScriptedPeer peer = ScriptedPeer.start(PeerScript.DROP);

    Scene(Consumer<ArmStub.StubVm> fault) {
      vm = azure.vm("vm1", "127.0.0.1", peer.port());
      fault.accept(vm);
      azure.afterWrite(this::open);
    }

    private synchronized void open() {
      InetSocketAddress at = peer.address();
      peer.close();
      peer = ScriptedPeer.start(PeerScript.TLS, at);
    }

    synchronized String target() {
      return "127.0.0.1:" + peer.port();
    }

    String cloud() {
      return azure.url().toString();
    }

    List<String> writes() {
      return azure.requests().stream()
          .filter(request -> !request.matches(GuestRunTest.READS))
          .toList();
    }

    @Override
    public void close() {
      peer.close();
      azure.close();
    }
  }

  private Command.Result run(String... args) throws Exception {
    Command.Result ran = Command.run(TOKEN, args);
    assertThat(ran.out() + ran.err()).doesNotContain("s3cret-token");
    return ran;
  }

  private Path plan(Scene scene, String cause, String... more) throws Exception {
    Command.Result found =
        run(
            "diagnose",
            scene.target(),
            "--vm",
            scene.vm.id(),
            "--cloud",
            scene.cloud(),
            "--egress",
            CLIENT,
            "--output",
            "json",
            "--quiet");
    assertThat(found.status()).as(found.out() + found.err()).isEqualTo(1);
    JsonNode first = new ObjectMapper().readTree(found.out()).at("/findings/0");
    assertThat(first.at("/cause").asText()).isEqualTo(cause);
    Path result = Files.writeString(folder.resolve("result.json"), found.out());
    List<String> args = new ArrayList<>(List.of("plan", result.toString()));
    args.addAll(List.of(more));
    Command.Result planned = run(args.toArray(String[]::new));
    assertThat(planned.status()).as(planned.err()).isZero();
    return Files.writeString(folder.resolve("plan.json"), planned.out());
  }

  private Command.Result apply(Scene scene, Path plan) throws Exception {
    return run("apply", plan.toString(), "--yes", "--verify-for", "45s", "--cloud", scene.cloud());
  }

  private void mendsAndTakesBack(Scene scene, String cause, String write) throws Exception {
    final String before = scene.azure.state();
    Path plan = plan(scene, cause);
    assertThat(scene.writes()).as("neither diagnosis nor plan writes").isEmpty();

    Command.Result shown = run("apply", plan.toString(), "--cloud", scene.cloud());
    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).contains("nothing was changed", "by hand: ", "needs Microsoft.");
    assertThat(scene.writes()).isEmpty();

    Command.Result applied = apply(scene, plan);
    assertThat(applied.status()).as(applied.out() + applied.err()).isZero();
    assertThat(applied.out()).contains("DONE", "WORKS");
    assertThat(scene.writes()).singleElement().asString().contains(write);

    Command.Result back = run("rollback", plan + ".journal", "--cloud", scene.cloud());
    assertThat(back.status()).as(back.out() + back.err()).isZero();
    assertThat(back.out()).contains("UNDONE", "all is as it was before");
    assertThat(scene.azure.state()).isEqualTo(before);
  }

  @Test
  void aMissingRuleIsAdded() throws Exception {
    try (Scene scene = new Scene(ArmStub.StubVm::withoutRules)) {
      mendsAndTakesBack(
          scene,
          "NW-01",
          "PUT " + scene.vm.id().replaceFirst("/Microsoft.*", "") + "/Microsoft.Net");
    }
  }

  @Test
  void aStoppedVmIsStarted() throws Exception {
    try (Scene scene = new Scene(vm -> vm.power("deallocated"))) {
      mendsAndTakesBack(scene, "VM-59", "POST " + scene.vm.id() + "/start");
    }
  }

  @Test
  void aProcessThatIsKilledWhileAzureIsAtWorkIsGoneOnWith() throws Exception {
    try (Scene scene = new Scene(ArmStub.StubVm::withoutRules)) {
      final String before = scene.azure.state();
      Path plan = plan(scene, "NW-01");
      scene.azure.afterWrite(() -> {}); // the port stays closed: this is about the journal
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch killed = new CountDownLatch(1);
      scene.azure.faults(
          request -> {
            asked.countDown();
            await(killed); // the answer never gets there, the change is made
            return ArmStub.Fault.NONE;
          });
      Process process =
          Command.builder(TOKEN, "apply", plan.toString(), "--yes", "--cloud", scene.cloud())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("killed.txt").toFile())
              .start();
      await(asked);
      process.destroyForcibly(); // SIGKILL
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(137);
      killed.countDown();
      assertThat(Files.readString(Path.of(plan + ".journal"))).contains("\"BEGUN\"");
      scene.azure.faults(request -> ArmStub.Fault.NONE);

      Command.Result applied =
          run("apply", plan.toString(), "--yes", "--verify-for", "1s", "--cloud", scene.cloud());
      assertThat(applied.out()).as(applied.err()).contains("1-new-rule: DONE", "found so");
      assertThat(scene.writes()).as("not sent again").hasSize(1);
      assertThat(run("rollback", plan + ".journal", "--cloud", scene.cloud()).status()).isZero();
      assertThat(scene.azure.state()).isEqualTo(before);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPlanThatWasChangedIsRefused() throws Exception {
    try (Scene scene = new Scene(ArmStub.StubVm::withoutRules)) {
      Path plan = plan(scene, "NW-01");
      Files.writeString(plan, Files.readString(plan).replace(CLIENT, "203.0.113.8"));
      Command.Result refused = run("apply", plan.toString(), "--yes", "--cloud", scene.cloud());
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("changed since it was made");
      assertThat(scene.writes()).isEmpty();
    }
  }

  /** The client's part: words with exact lines, and the file that was named, written anew. */
  @Test
  void theFileIsWrittenAnewToWhereTheUserSays() throws Exception {
    try (Scene scene = new Scene(ArmStub.StubVm::withoutRules)) {
      plan(scene, "NW-01");
      Path result = folder.resolve("result.json");
      Files.writeString(
          result,
          Files.readString(result)
              .replaceAll("(\"cause\" ?: ?)\"NW-01\"", "$1\"CL-02\"")
              .replaceAll("(\"host\" ?: ?)\"127.0.0.1\"", "$1\"vm1.example\""));
      Path old =
          Files.writeString(
              folder.resolve("old.rdp"),
              String.join(
                  "\r\n",
                  "screen mode id:i:2",
                  "full address:s:gone.example",
                  "server port:i:3390",
                  "alternate full address:s:gone.example",
                  ""));
      Path fresh = folder.resolve("new.rdp");
      Command.Result planned =
          run(
              "plan",
              result.toString(),
              "--rdp-file",
              old.toString(),
              "--rewrite-to",
              fresh.toString());
      assertThat(planned.status()).as(planned.err()).isZero();
      assertThat(planned.err())
          .contains(
              "full address:s:gone.example -> full address:s:127.0.0.1",
              "server port:i:3390 -> server port:i:3389",
              "alternate full address:s:gone.example -> left out",
              "ipconfig /flushdns",
              "write the line \"127.0.0.1 vm1.example\"",
              "-rewrite-rdp-file: write 127.0.0.1");
      assertThat(Files.readString(fresh))
          .startsWith("screen mode id:i:2\r\nfull address:s:127.0.0.1")
          .contains("server port:i:3389")
          .doesNotContain("gone.example");
      assertThat(Files.readString(old)).contains("gone.example");
      assertThat(
              run("plan", result.toString(), "--rdp-file", "x", "--rewrite-to", fresh.toString())
                  .status())
          .isEqualTo(2);
      assertThat(run("plan", result.toString(), "--rewrite-to", fresh.toString()).err())
          .contains("go together");
      assertThat(scene.writes()).isEmpty();
    }
  }

  /** A rule that allows goes on request and comes back; one that denies is not taken away. */
  @Test
  void aRuleIsTakenAwayOnRequest() throws Exception {
    try (Scene scene = new Scene(ArmStub.StubVm::denyingRdp)) {
      final String before = scene.azure.state();
      plan(scene, "NW-02");
      String result = folder.resolve("result.json").toString();
      Command.Result denying = run("plan", result, "--remove-rule", "DenyRdp");
      assertThat(denying.status()).isEqualTo(2);
      assertThat(denying.err()).contains("rule DenyRdp denies");
      assertThat(run("plan", result, "--remove-rule", "Nothing").err()).contains("no rule Nothing");

      Command.Result planned = run("plan", result, "--remove-rule", "AllowRdp");
      assertThat(planned.status()).as(planned.err()).isZero();
      assertThat(planned.err()).contains("-remove-rule: delete NSG rule AllowRdp");
      Path plan = Files.writeString(folder.resolve("removal.json"), planned.out());
      scene.azure.afterWrite(() -> {});
      Command.Result applied =
          run("apply", plan.toString(), "--yes", "--verify-for", "1s", "--cloud", scene.cloud());
      assertThat(applied.out()).as(applied.err()).contains("-remove-rule: DONE");
      assertThat(scene.azure.state()).doesNotContain("AllowRdp\"");
      assertThat(run("rollback", plan + ".journal", "--cloud", scene.cloud()).status()).isZero();
      assertThat(scene.azure.state()).contains("AllowRdp\"").hasSameSizeAs(before);
    }
  }
}
