package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for processes of known security and VPN products by the names of their programs. Only a
 * hint at what to switch off for a moment: that none was found says nothing, for there are others,
 * and the system may hide the processes of other users.
 */
final class SecuritySoftwareCheck implements Check {
  private static final String CHECK = "security-software";

  private final LadderSettings settings;

  SecuritySoftwareCheck(LadderSettings settings) {
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
    return Set.of(LocalFacts.SECURITY_SOFTWARE);
  }

  @Override
  public void run(CheckContext context) {
    Started started = Started.now();
    Map<String, String> known = known();
    List<String> products =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().command().stream())
            .map(SecuritySoftwareCheck::program)
            .filter(known::containsKey)
            .map(known::get)
            .distinct()
            .sorted()
            .toList();
    context.report(
        settings.observation(
            CHECK,
            Optional.empty(),
            started,
            CheckStatus.holds(),
            Facts.builder().put(LocalFacts.SECURITY_SOFTWARE, products).build()));
  }

  static String program(String path) {
    return path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')))
        .toLowerCase(Locale.ROOT);
  }

  /** Names of programs in lower case, and the products that they belong to. */
  static Map<String, String> known() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SecuritySoftwareCheck.class.getResourceAsStream("security-software.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", 2))
          .collect(Collectors.toUnmodifiableMap(cell -> cell[0], cell -> cell[1]));
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this module cannot be read", e);
    }
  }
}
