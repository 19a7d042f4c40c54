package io.github.rdpdiagnosis.model.rdpfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which properties a file's signature covers: the comma-separated labels of {@code signscope}, in
 * their order. Labels are compared without blanks and case.
 */
final class Signscope {
  private final List<String> labels;
  private final Set<String> plain = new HashSet<>();

  private Signscope(List<String> labels) {
    this.labels = List.copyOf(labels);
    for (String label : labels) {
      plain.add(plain(label));
    }
  }

  static Signscope of(RdpFile file) {
    List<String> labels = new ArrayList<>();
    for (String label : file.string("signscope").orElse("").split(",", -1)) {
      if (!label.isBlank()) {
        labels.add(label.strip());
      }
    }
    return new Signscope(labels);
  }

  /** As they stand; a label that covers two lines of one name stands there twice. */
  List<String> labels() {
    return labels;
  }

  /** Whether a line of that name is a part of what was signed. */
  boolean covers(String name) {
    return plain.contains(plainLabel(name));
  }

  /** The label of lines of that name, as {@link #plain}. */
  static String plainLabel(String name) {
    return plain(label(name));
  }

  private static String label(String name) {
    Optional<RdpProperty> property = RdpProperties.standard().find(name);
    return property.flatMap(RdpProperty::signscopeLabel).orElse(name);
  }

  /** A label without blanks and case. */
  static String plain(String label) {
    StringBuilder plain = new StringBuilder(label.length());
    for (int i = 0; i < label.length(); i++) {
      if (!Character.isWhitespace(label.charAt(i))) {
        plain.append(label.charAt(i));
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }
}
