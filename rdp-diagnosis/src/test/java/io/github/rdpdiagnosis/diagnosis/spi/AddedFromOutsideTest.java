package io.github.rdpdiagnosis.diagnosis.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code META-INF/services} names is used as if it were ours. */
class AddedFromOutsideTest {
  @TempDir Path folder;

  /** A check that sees nothing good. */
  private record JumpHostCheck(String name) implements Check {
    static final FactKey<String> SEEN = new FactKey<>("jump-host.seen", FactType.STRING);

    @Override
    public Set<FactKey<?>> needs() {
      return Set.of();
    }

    @Override
    public Set<FactKey<?>> produces() {
      return Set.of(SEEN);
    }

    @Override
    public void run(CheckContext context) {
      context.report(
          new Observation(
              name,
              Vantage.CLIENT,
              Optional.empty(),
              Instant.now(),
              Duration.ZERO,
              CheckStatus.violated("the jump host does not answer"),
              Facts.builder().put(SEEN, "nothing").build()));
    }
  }

  /** Found by its name. */
  public static final class Source implements CheckSource {
    @Override
    public List<Check> checks(RdpTarget target) {
      return List.of(new JumpHostCheck("jump-host"));
    }
  }

  /** Found by its name. */
  public static final class Shout implements Renderer {
    @Override
    public String format() {
      return "shout";
    }

    @Override
    public String render(Diagnosis diagnosis) {
      return diagnosis.verdict() + "!\n";
    }
  }

  private Diagnosis diagnose(RdpDiagnosis diagnosis) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(CheckSource.class.getName()), Source.class.getName());
    Files.writeString(services.resolve(Renderer.class.getName()), Shout.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader with =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      thread.setContextClassLoader(with);
      assertThat(Renderer.formats()).contains("shout", "json");
      Diagnosis found = diagnosis.deadline(Duration.ofSeconds(20)).run();
      assertThat(Renderer.named("shout", 80).orElseThrow().render(found))
          .isEqualTo(found.verdict() + "!\n");
      return found;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void checksAndRenderersThatAServiceFileNamesAreUsed() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      Diagnosis found =
          diagnose(
              RdpDiagnosis.of("127.0.0.1", new Port(peer.port()))
                  .check(new JumpHostCheck("given")));
      assertThat(found.checks())
          .filteredOn(o -> o.facts().has(JumpHostCheck.SEEN))
          .extracting(Observation::check)
          .containsExactlyInAnyOrder("jump-host", "given");
      assertThat(found.findings()).isEmpty();
    }
  }
}
