package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command in README and guide runs as it stands there, about a made-up VM: none of them is
 * refused as misused, and none fails. In the order of the page, for some read what others wrote.
 */
@Timeout(240)
class DocumentedCommandsTest {
  private static final List<Path> PAGES =
      List.of(Path.of("../README.md"), Path.of("../rdp-diagnosis/docs/guide.md"));

  /** How a page names the command. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:java -jar rdp-samples/target/rdpdiag\\.jar|rdpdiag) (.+)");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FILE =
      Pattern.compile(
          "[a-z0-9.-]+\\.(rdp|jsonl?|journal|xml|log|zip|html|csv)", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> TOKEN = Map.of("RDPDIAG_ACCESS_TOKEN", "demo");

  @TempDir static Path folder;
  private static ArmStub azure;
  private static ScriptedPeer peer;
  private static ScriptedPeer reference;
  private static ScriptedPeer dead;
  private static ArmStub.StubVm vm;

  @BeforeAll
  static void start() throws Exception {
    azure = ArmStub.start();
    peer = ScriptedPeer.start(PeerScript.TLS);
    reference = ScriptedPeer.start(PeerScript.TLS);
    dead = ScriptedPeer.start(PeerScript.DROP);
    vm = azure.vm("sql1", "127.0.0.1", peer.port()).power("deallocated");
    azure.afterWrite(DocumentedCommandsTest::revive);
    write("sql1.rdp", "full address:s:127.0.0.1:" + peer.port() + "\r\n");
    write("confCons.xml", "<Connections Name=\"c\" ConfVersion=\"2.6\"/>");
    write("serial.log", "Windows is starting\n");
    String network = vm.id().replaceFirst("/providers.*", "") + "/providers/Microsoft.Network/";
    write("vm.json", body(vm.id()));
    write("nic.json", body(network + "networkInterfaces/sql1-nic"));
    write("nsg.json", body(network + "networkSecurityGroups/sql1-nsg"));
    write("vnet.json", body(network + "virtualNetworks/vnet1"));
    write("deployment.xml", classicDeploymentOfOneVm());
  }

  private static String classicDeploymentOfOneVm() throws IOException {
    return Files.readString(Path.of("../rdp-azure/src/test/resources/classic/deployment.xml"))
        .replaceAll("(?s)<Role i:type=\"PersistentVMRole\">\\s*<RoleName>sales2.*?</Role>", "");
  }

  /** The VM answers once it was started. */
  private static synchronized void revive() {
    InetSocketAddress at = dead.address();
    dead.close();
    dead = ScriptedPeer.start(PeerScript.TLS, at);
  }

  @AfterAll
  static void stop() {
    reference.close();
    dead.close();
    peer.close();
    azure.close();
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private static String body(String id) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(azure.url().resolve(id)).build();
    return HttpClient.newHttpClient().send(get, HttpResponse.BodyHandlers.ofString()).body();
  }

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : PAGES) {
      for (String line : Files.readAllLines(page)) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
          commands.add(command.group(1));
        }
      }
    }
    assertThat(commands).hasSizeGreaterThan(25);
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void runs(String command) throws Exception {
    String[] parts = command.split(" > ", 2);
    List<String> args = arguments(parts[0]);
    Command.Result ran = run(args);
    assertThat(ran.status())
        .as(ran.err())
        .isIn(ExitCode.WORKS, ExitCode.FAULT_FOUND, ExitCode.UNDETERMINED);
    assertThat(ran.out()).isNotBlank();
    if (parts.length == 2) {
      write(parts[1].strip(), ran.out());
    }
  }

  /** Words as a shell takes them apart, with the names that a page uses put in place. */
  private static List<String> arguments(String command) {
    List<String> args = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String given = word.group(1) == null ? word.group(2) : word.group(1);
      args.add(
          switch (given) {
            case "$VM", "/subscriptions/…/virtualMachines/sql1" -> vm.id();
            case "203.0.113.10" -> "127.0.0.1:" + peer.port();
            case "sql1.example.com" -> "127.0.0.1:" + dead.port();
            case "10.1.2.3" -> "127.0.0.1:" + reference.port();
            default -> FILE.matcher(given).matches() ? folder.resolve(given).toString() : given;
          });
    }
    if (args.contains("--vm")
        || List.of("vms", "fleet", "apply", "rollback").contains(args.get(0))) {
      args.addAll(List.of("--cloud", azure.url().toString()));
    }
    return args;
  }

  /** In a process of its own only where it needs a token, which comes from the environment. */
  private static Command.Result run(List<String> args) throws Exception {
    String[] words = args.toArray(String[]::new);
    if (args.contains("--cloud")) {
      return Command.run(TOKEN, words);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), words);
    return new Command.Result(status, out.toString(UTF_8), err.toString(UTF_8), 0);
  }
}
