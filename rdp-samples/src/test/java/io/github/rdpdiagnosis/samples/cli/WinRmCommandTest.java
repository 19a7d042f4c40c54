package io.github.rdpdiagnosis.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import io.github.rdpdiagnosis.samples.WinRmStub;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WinRM in place of Run Command, from the diagnosis to the plan and back. */
@Timeout(300)
class WinRmCommandTest {
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "s3cret-token");
  private static final String PASSWORD = "Pa$$w0rd\u00e4";
  private static final int LISTENER = 3398;

  @TempDir Path folder;

  /** What was done at the VM, in its order: through WinRM, in Azure, at its port. */
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private ArmStub azure;
  private ArmStub.StubVm vm;
  private WinRmStub service;
  private ScriptedPeer peer;

  /** The rule leads to port 3389, and Windows listens on another: nobody answers. */
  @BeforeEach
  void plant() {
    azure = ArmStub.start();
    peer = ScriptedPeer.start(PeerScript.DROP);
    vm = azure.vm("vm1", "127.0.0.1", 3389).behindNatRule(peer.port(), 3389).listeningOn(LISTENER);
    service =
        WinRmStub.start(
            "VM1",
            "ann",
            PASSWORD,
            parameters -> {
              String printed = vm.runScript(parameters);
              String what = parameters.getOrDefault("What", "collect");
              done.add("winrm " + parameters.getOrDefault("Mode", "read") + " " + what);
              return printed;
            });
  }

  @AfterEach
  void stop() {
    service.close();
    peer.close();
    azure.close();
  }

  private Command.Result run(String password, String... args) throws Exception {
    Path input = Files.writeString(folder.resolve("in"), password + "\n", StandardCharsets.UTF_8);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        Command.builder(TOKEN, args)
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Command.Result ran = Command.end(process, out, err, System.nanoTime());
    assertThat(ran.out() + ran.err()).doesNotContain("s3cret-token", "Pa$$");
    return ran;
  }

  private String[] with(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--winrm", "127.0.0.1:" + service.port(), "--winrm-user", "ann"));
    all.addAll(List.of("--winrm-certificate", service.thumbprint().hex()));
    all.addAll(List.of("--cloud", azure.url().toString()));
    return all.toArray(String[]::new);
  }

  private Command.Result diagnose(String password) throws Exception {
    return run(
        password,
        with(
            "diagnose",
            "127.0.0.1:" + peer.port(),
            "--vm",
            vm.id(),
            "--allow-guest-run",
            "--output",
            "json",
            "--quiet"));
  }

  private static List<JsonNode> guest(JsonNode result) {
    return StreamSupport.stream(result.at("/checks").spliterator(), false)
        .filter(check -> check.at("/vantage").asText().equals("guest"))
        .toList();
  }

  @Test
  void aDiagnosisReadsTheGuestAndSendsAzureNothingButQuestions() throws Exception {
    Command.Result ran = diagnose(PASSWORD);
    JsonNode result = new ObjectMapper().readTree(ran.out());
    assertThat(guest(result)).as(ran.err()).hasSizeGreaterThan(10);
    assertThat(azure.requests()).allMatch(request -> request.matches(GuestRunTest.READS));
    assertThat(service.attempts()).isEqualTo(1);
    assertThat(result.at("/findings/0/cause").asText()).isEqualTo("EP-05");
    assertThat(result.at("/findings/0/certainty").asText()).isEqualTo("CONFIRMED");
  }

  /** A name alone proves nothing where somebody else chose the host: clones have the same. */
  @Test
  void aRecordThatIsNotSurelyTheVmsIsNotUsed() throws Exception {
    vm.runningScripts(GuestRunTest.record());
    JsonNode result = new ObjectMapper().readTree(diagnose(PASSWORD).out());
    assertThat(guest(result)).isNotEmpty();
    assertThat(guest(result).get(0).at("/facts/guest.reached-at").asText())
        .isEqualTo("127.0.0.1:" + service.port());
    assertThat(result.at("/findings"))
        .noneMatch(found -> found.at("/certainty").asText().equals("CONFIRMED"));
    assertThat(result.toString()).contains("whether that is the VM asked for is not proven");
  }

  @Test
  void aWrongPasswordIsTriedOnceAndSaid() throws Exception {
    Command.Result ran = diagnose("Pa$$wrong");
    List<JsonNode> guest = guest(new ObjectMapper().readTree(ran.out()));
    assertThat(guest).hasSize(1);
    assertThat(guest.get(0).at("/status").asText()).isEqualTo("INCONCLUSIVE");
    assertThat(guest.get(0).at("/why").asText()).contains("refused the credentials");
    assertThat(service.attempts()).isEqualTo(1);
  }

  private Command.Result pinnedBy(String url) throws Exception {
    return run(
        PASSWORD,
        "diagnose",
        "h",
        "--allow-guest-run",
        "--winrm",
        "127.0.0.1:" + service.port(),
        "--winrm-user",
        "ann",
        "--winrm-certificate",
        url);
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    assertThat(run(PASSWORD, with("diagnose", "h")).err()).contains("it needs --allow-guest-run");
    assertThat(run("", with("diagnose", "h", "--allow-guest-run")).err())
        .contains("no password was given");
    Command.Result plain =
        run(
            PASSWORD,
            "diagnose",
            "h",
            "--allow-guest-run",
            "--winrm",
            "h:5985",
            "--winrm-user",
            "ann",
            "--winrm-certificate",
            service.thumbprint().hex());
    assertThat(plain.status()).isEqualTo(2);
    assertThat(plain.err()).contains("plain HTTP is refused");
    assertThat(run("", "diagnose", "h", "--winrm-user", "ann").err()).contains("go with --winrm");
    assertThat(pinnedBy("https://sales.vault.azure.net/certificates/winrm").err())
        .contains("a token of its own, from RDPDIAG_VAULT_TOKEN");
    assertThat(pinnedBy("https://vault.example/certificates/winrm").err())
        .contains("expected https://VAULT.vault.azure.net/certificates/NAME/VERSION");
    assertThat(service.attempts()).isZero();
  }

  /**
   * The method's order of 2015, which printed 3398 for 3389: read PortNumber, set it, read it back,
   * close; compare the rule's back-end port; restart; probe again.
   */
  @Test
  void thePortIsSetReadBackComparedAndOnlyThenTheVmRestarted() throws Exception {
    azure.beforeAnswer(
        request -> {
          if (request.startsWith("POST ") && request.contains(vm.id() + "/")) {
            done.add(request.replaceFirst(".*/", "azure "));
          } else if (request.endsWith("/inboundNatRules/rdp")) {
            done.add("azure compare");
          }
        });
    Path plan = plan();
    azure.afterWrite(this::open);
    done.clear();

    Command.Result applied =
        run(PASSWORD, with("apply", plan.toString(), "--yes", "--verify-for", "45s"));
    assertThat(applied.status()).as(applied.out() + applied.err()).isZero();
    assertThat(applied.out()).contains("WORKS");
    assertThat(done.subList(0, 6))
        .containsExactly(
            "winrm read listenerport",
            "winrm set listenerport",
            "winrm read listenerport",
            "azure compare",
            "azure restart",
            "port open");
    assertThat(service.openShells()).as("each shell was closed").isZero();
    assertThat(azure.state()).contains("listenerport\":3389");
    assertThat(azure.requests()).noneMatch(request -> request.endsWith("/runCommand"));
  }

  private Path plan() throws Exception {
    Command.Result found = diagnose(PASSWORD);
    Path result = Files.writeString(folder.resolve("result.json"), found.out());
    Command.Result planned = run("", "plan", result.toString());
    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("1-listener-port", "2-nat-port", "3-restart");
    return Files.writeString(folder.resolve("plan.json"), planned.out());
  }

  /** Windows listens where the rule leads to, once it was restarted. */
  private synchronized void open() {
    InetSocketAddress at = peer.address();
    peer.close();
    peer = ScriptedPeer.start(PeerScript.TLS, at);
    done.add("port open");
  }

  @Test
  void aRuleThatLeadsElsewhereByThenStopsItBeforeTheRestart() throws Exception {
    final Path plan = plan();
    vm.behindNatRule(peer.port(), 3390);
    Command.Result applied = run(PASSWORD, with("apply", plan.toString(), "--yes"));
    assertThat(applied.status()).isEqualTo(1);
    assertThat(applied.out())
        .contains(
            "2-nat-port: CHANGED_BY_OTHERS", "3-restart: NOT_BEGUN", "1-listener-port: UNDONE");
    assertThat(azure.state()).contains("listenerport\":" + LISTENER);
    assertThat(azure.requests()).noneMatch(request -> request.endsWith("/restart"));
  }

  @Test
  void anotherComputerIsNotChanged() throws Exception {
    final Path plan = plan();
    ArmStub.StubVm other = azure.vm("vm2", "127.0.0.2", 3389).guestSetting("listenerport", 3398);
    try (WinRmStub wrong = WinRmStub.start("VM2", "ann", PASSWORD, other::runScript)) {
      Command.Result applied =
          run(
              PASSWORD,
              "apply",
              plan.toString(),
              "--yes",
              "--cloud",
              azure.url().toString(),
              "--winrm",
              "127.0.0.1:" + wrong.port(),
              "--winrm-user",
              "ann",
              "--winrm-certificate",
              wrong.thumbprint().hex());
      assertThat(applied.out()).contains("1-listener-port: REFUSED", "does not say that it is vm1");
      assertThat(wrong.calls()).noneMatch(call -> call.contains("set"));
    }
  }
}
