package io.github.rdpdiagnosis.model.rdpfile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which properties a file's signature covers: the comma-separated labels of {@code signscope}.
 * Labels are compared without blanks and case.
 */
final class Signscope {
  private final Set<String> labels;

  private Signscope(Set<String> labels) {
    this.labels = labels;
  }

  static Signscope of(RdpFile file) {
    return new Signscope(
        Arrays.stream(file.string("signscope").orElse("").split(","))
            .map(Signscope::plain)
            .filter(label -> !label.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a line of that name is a part of what was signed. */
  boolean covers(String name) {
    Optional<String> label =
        RdpProperties.standard().find(name).flatMap(RdpProperty::signscopeLabel);
    return labels.contains(plain(label.orElse(name)));
  }

  private static String plain(String label) {
    return label.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }
}
