package io.github.rdpdiagnosis.samples.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import io.github.rdpdiagnosis.samples.PlantedFault;
import io.github.rdpdiagnosis.samples.cli.RdpDiag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The samples for operations do what they are copied for. */
@Timeout(180)
class OpsSamplesTest {
  private static final Path OPS = Path.of("src/main/ops");

  /** A command line as a shell splits it; none of the samples quotes anything. */
  private record Ran(int status, String out) {
    static Ran of(String line) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
      int status =
          RdpDiag.run(
              print, new PrintStream(OutputStream.nullOutputStream()), line.strip().split("\\s+"));
      return new Ran(status, out.toString(StandardCharsets.UTF_8));
    }
  }

  private static String find(String file, String regex) throws IOException {
    Matcher matcher = Pattern.compile(regex).matcher(Files.readString(OPS.resolve(file)));
    assertThat(matcher.find()).as("%s in %s", regex, file).isTrue();
    return matcher.group(1);
  }

  @Test
  void anAlertBecomesATicketThatNamesTheCause() throws IOException {
    PlantedFault fault = PlantedFault.VM_STOPPED;
    try (ArmStub azure = ArmStub.start();
        ScriptedPeer peer = ScriptedPeer.start(fault.peer())) {
      ArmStub.StubVm vm = azure.vm(fault.id(), "127.0.0.1", peer.port());
      fault.plantIn(vm);
      RdpFile file =
          RdpFile.parse(
              ("full address:s:127.0.0.1:" + peer.port() + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String alert =
          "{\"schemaId\":\"azureMonitorCommonAlertSchema\",\"data\":{\"essentials\":{"
              + "\"alertTargetIDs\":[\""
              + vm.id()
              + "\"],\"severity\":\"Sev2\"}}}";
      VmReader reader = VmReader.of(Secret.of("demo"), AzureCloud.of(azure.url()));
      JsonNode ticket =
          new JsonMapper()
              .readTree(
                  DiagnoseOnAlert.ticket(alert.getBytes(StandardCharsets.UTF_8), file, reader));
      assertThat(ticket.get("verdict").textValue()).isEqualTo("FAULT_FOUND");
      assertThat(ticket.get("key").textValue()).endsWith("FAULT_FOUND VM-59");
      assertThat(ticket.get("text").textValue()).contains("VM-59");
      assertThatIOException()
          .isThrownBy(
              () -> DiagnoseOnAlert.ticket("{}".getBytes(StandardCharsets.UTF_8), file, reader))
          .withMessageContaining("alertTargetIDs");
    }
  }

  @Test
  void nagiosHearsOfAnEndpointThatIsThere() throws IOException {
    String line = find("rdpdiag-nagios.cfg", "command_line\\s+\\S+/rdpdiag (.*)");
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Ran ran =
          Ran.of(
              line.replace("$HOSTADDRESS$", "127.0.0.1")
                  .replace("$ARG1$", Integer.toString(peer.port())));
      assertThat(ran.out()).startsWith("RDP ");
      assertThat(ran.out().lines().findFirst().orElseThrow()).contains(" | ");
      assertThat(ran.status()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void icingaAsksTheSame() throws IOException {
    String nagios = find("rdpdiag-nagios.cfg", "command_line\\s+\\S+/rdpdiag (.*)");
    assertThat(find("rdpdiag-icinga2.conf", "\"--deadline\" = \"([^\"]+)\"")).isEqualTo("45s");
    assertThat(nagios).contains("--deadline 45s --output nagios");
    assertThat(find("rdpdiag-icinga2.conf", "\"--output\" = \"([^\"]+)\"")).isEqualTo("nagios");
  }

  @Test
  void theWorkflowsStepsHoldForTheSampleTemplate() throws IOException {
    String workflow = Files.readString(OPS.resolve("rdp-reach.yml"));
    List<MatchResult> steps =
        Pattern.compile("run: \"?(! )?java -jar rdpdiag.jar ([^\"\n]+)")
            .matcher(workflow)
            .results()
            .toList();
    assertThat(steps).hasSize(2);
    for (MatchResult step : steps) {
      Ran ran = Ran.of(step.group(2).replace("$NSG", "src/test/resources/ops/nsg.json"));
      assertThat(ran.status()).as(ran.out()).isEqualTo(step.group(1) == null ? 0 : 1);
    }
  }
}
