package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcomes are the same in a JVM whose system speaks another language. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {
  /** What is translated: {@code LANGUAGE}, and the JVM's own language. */
  @ParameterizedTest
  @CsvSource({"'', en", "de, de", "fr, fr", "ja, ja", "tr, tr"})
  void outcomesDoNotDependOnTheLanguage(String language, String jvm) throws Exception {
    assumeTrue(
        language.isEmpty()
            || Files.exists(Path.of("/usr/share/locale", language, "LC_MESSAGES", "libc.mo")),
        "no message catalogue of the C library in " + language + " (Debian: libc-l10n)");
    List<String> lines = run(language, jvm);

    assertThat(lines)
        .contains(
            "REFUSED tcp REFUSED",
            "RESET_AFTER_REQUEST x224 RESET",
            "RESET_ON_ACCEPT x224 RESET",
            "CLOSE_AFTER_REQUEST x224 CLOSED",
            "TLS_RESET tls RESET",
            "TLS_CLOSE tls CLOSED",
            "TLS_VERSION_ALERT tls ALERT protocol_version",
            "TLS_GARBAGE tls NOT_TLS",
            "TLS tls HANDSHAKE",
            "broken pipe true");
    if (!language.isEmpty()) {
      assertThat(lines)
          .as("the system speaks " + language)
          .anyMatch(line -> line.startsWith("message "))
          .doesNotContain("message Connection refused");
    }
    assertThat(lines)
        .as("a name that cannot be, whatever the resolver")
        .anyMatch(line -> line.equals("name NOT_FOUND") || line.equals("name TRY_AGAIN"));
  }

  private static List<String> run(String language, String jvm)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("locale", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Duser.language=" + jvm,
              "-Dfile.encoding=UTF-8",
              "-cp",
              System.getProperty("java.class.path"),
              Child.class.getName());
      Map<String, String> environment = builder.environment();
      environment.remove("LC_MESSAGES");
      environment.put("LC_ALL", "C.UTF-8");
      environment.put("LANGUAGE", language);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      Files.delete(output);
    }
  }

  /** The other JVM. Prints one line for each outcome. */
  static final class Child {
    private Child() {}

    /** Starts it. */
    public static void main(String[] arguments) throws IOException {
      List<String> lines = new ArrayList<>();
      for (PeerScript script :
          List.of(
              PeerScript.REFUSED,
              PeerScript.RESET_ON_ACCEPT,
              PeerScript.RESET_AFTER_REQUEST,
              PeerScript.CLOSE_AFTER_REQUEST,
              PeerScript.TLS_RESET,
              PeerScript.TLS_CLOSE,
              PeerScript.TLS_VERSION_ALERT,
              PeerScript.TLS_GARBAGE,
              PeerScript.TLS)) {
        lines.addAll(outcomes(script));
      }
      lines.add("broken pipe " + BrokenPipe.isSeen());
      lines.add("name " + nameOutcome());
      System.out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    }

    private static List<String> outcomes(PeerScript script) {
      List<String> lines = new ArrayList<>();
      try (ScriptedPeer peer = ScriptedPeer.start(script)) {
        RdpLadder.of("127.0.0.1", peer.port())
            .mostConnections(1)
            .probe(Deadline.in(Duration.ofSeconds(10)))
            .forEach(
                o -> {
                  for (FactKey<?> key :
                      List.of(
                          ProbeFacts.TCP_OUTCOME,
                          ProbeFacts.X224_OUTCOME,
                          ProbeFacts.TLS_OUTCOME)) {
                    o.facts()
                        .get(key)
                        .ifPresent(
                            value ->
                                lines.add(
                                    script
                                        + " "
                                        + o.check()
                                        + " "
                                        + value
                                        + o.facts()
                                            .get(ProbeFacts.TLS_ALERT)
                                            .map(alert -> " " + alert)
                                            .orElse("")));
                  }
                  o.facts()
                      .get(ProbeFacts.TCP_MESSAGE)
                      .ifPresent(message -> lines.add("message " + message));
                });
      }
      return lines;
    }

    private static NameOutcome nameOutcome() {
      return RdpLadder.of("nosuch.invalid", 3389)
          .nameServers(List.of())
          .probe(Deadline.in(Duration.ofSeconds(20)))
          .stream()
          .flatMap(o -> o.facts().get(ProbeFacts.NAME_OUTCOME).stream())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Writing to a connection that the other side has reset: the system's own text. */
  static final class BrokenPipe {
    private BrokenPipe() {}

    static boolean isSeen() throws IOException {
      try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.CLOSE_ON_ACCEPT);
          java.net.Socket socket = new java.net.Socket(peer.address().getAddress(), peer.port())) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        try {
          for (int i = 0; i < 1000; i++) {
            socket.getOutputStream().write(1);
          }
          return false;
        } catch (IOException e) {
          return io.github.rdpdiagnosis.probes.internal.io.Dialogue.isReset(e);
        }
      }
    }
  }
}
