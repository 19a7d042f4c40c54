package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.host.HostsFile;
import io.github.rdpdiagnosis.probes.internal.host.SystemTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks the target's name up in the hosts file, which goes before DNS. Reads one file. */
final class HostsFileCheck implements Check {
  private static final String CHECK = "hosts-file";
  private static final int MOST_BYTES = 4 << 20;

  private final LadderSettings settings;

  HostsFileCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return CHECK;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(LocalFacts.HOSTS_ADDRESSES);
  }

  @Override
  public void run(CheckContext context) {
    Started started = Started.now();
    CheckStatus status;
    Facts facts = Facts.none();
    Path file = file();
    if (settings.literal().isPresent()) {
      status = CheckStatus.notApplicable("the host is an address, not a name");
    } else {
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        List<String> addresses = HostsFile.addresses(text, settings.host());
        facts = Facts.builder().put(LocalFacts.HOSTS_ADDRESSES, addresses).build();
        status = CheckStatus.holds();
      } catch (IOException e) {
        status =
            CheckStatus.inconclusive(
                "the hosts file cannot be read: " + e.getMessage(), "the content of " + file);
      }
    }
    context.report(settings.observation(CHECK, Optional.empty(), started, status, facts));
  }

  private static Path file() {
    return SystemTool.system().equals("windows")
        ? Path.of(
            Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows"),
            "System32",
            "drivers",
            "etc",
            "hosts")
        : Path.of("/etc/hosts");
  }
}
