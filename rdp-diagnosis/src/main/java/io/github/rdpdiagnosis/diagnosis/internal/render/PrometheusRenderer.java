package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The diagnosis for node_exporter's textfile collector. Labels are the target and closed sets; only
 * the names of this run's own checks come besides, and of those a bounded number.
 *
 * <p>Source: Prometheus, text-based exposition format 0.0.4.
 */
public final class PrometheusRenderer implements Renderer {
  private static final int MOST_CHECKS = 50;
  private static final int LONGEST_LABEL = 253;
  private static final double MILLIS = 1000;

  @Override
  public String format() {
    return "prometheus";
  }

  @Override
  public String render(Diagnosis d) {
    Exposition out = new Exposition(d.target().host() + ":" + d.target().port());
    out.gauge("verdict", "1 for the verdict of the last diagnosis, 0 for the others.");
    for (Verdict v : Verdict.values()) {
      out.sample("verdict", Map.of("verdict", v.name()), d.verdict() == v ? 1 : 0);
    }
    out.gauge("domain_status", "1 for what is known of each place, 0 for the other states.");
    for (DomainVerdict v : d.domains()) {
      for (DomainStatus s : DomainStatus.values()) {
        Map<String, String> labels = Map.of("domain", v.domain().name(), "status", s.name());
        out.sample("domain_status", labels, v.status() == s ? 1 : 0);
      }
    }
    out.gauge("findings", "Number of findings by certainty.");
    for (Certainty c : Certainty.values()) {
      out.sample(
          "findings",
          Map.of("certainty", c.name()),
          (double) d.findings().stream().filter(f -> f.certainty() == c).count());
    }
    out.gauge(
        "proven_up_to",
        "How far the handshake got: 0 nothing, 1 name, 2 TCP, 3 X.224, 4 TLS, 5 NLA challenge.");
    out.sample("proven_up_to", Map.of(), Steps.of(d.provenUpTo()));
    out.gauge("connections", "TCP connections to the target that the diagnosis made.");
    out.sample("connections", Map.of(), (double) d.connections());
    out.gauge("duration_seconds", "How long the diagnosis took.");
    out.sample("duration_seconds", Map.of(), d.duration().toMillis() / MILLIS);
    out.gauge("timestamp_seconds", "When the diagnosis began, since the epoch.");
    out.sample("timestamp_seconds", Map.of(), d.startedAt().toEpochMilli() / MILLIS);
    certificate(d)
        .ifPresent(
            at -> {
              out.gauge(
                  "certificate_not_after_seconds",
                  "When the server's certificate expires, since the epoch.");
              out.sample("certificate_not_after_seconds", Map.of(), (double) at.getEpochSecond());
            });
    checks(out, d);
    return out.toString();
  }

  private static Optional<Instant> certificate(Diagnosis d) {
    return d.checks().stream()
        .filter(o -> o.vantage().equals(Vantage.CLIENT))
        .flatMap(o -> o.facts().get(ProbeFacts.CERTIFICATE_NOT_AFTER).stream())
        .min(Comparator.naturalOrder());
  }

  private static void checks(Exposition out, Diagnosis d) {
    Map<String, Long> longest = new TreeMap<>();
    for (Observation o : d.checks()) {
      boolean known = longest.containsKey(o.check()) || longest.size() < MOST_CHECKS;
      if (known && Vantage.OWN.contains(o.vantage())) {
        longest.merge(o.check(), o.duration().toMillis(), Math::max);
      }
    }
    if (!longest.isEmpty()) {
      out.gauge(
          "check_seconds",
          "How long each check took, the longest where it ran for several addresses.");
      longest.forEach(
          (check, millis) -> out.sample("check_seconds", Map.of("check", check), millis / MILLIS));
    }
  }

  /** Writes the format. */
  private static final class Exposition {
    private static final String PREFIX = "rdp_diagnosis_";

    private final StringBuilder out = new StringBuilder();
    private final String target;

    Exposition(String target) {
      this.target = target;
    }

    void gauge(String name, String help) {
      out.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
      out.append("# TYPE ").append(PREFIX).append(name).append(" gauge\n");
    }

    void sample(String name, Map<String, String> labels, double value) {
      out.append(PREFIX).append(name).append("{target=\"").append(escaped(target)).append('"');
      new TreeMap<>(labels)
          .forEach(
              (k, v) -> out.append(',').append(k).append("=\"").append(escaped(v)).append('"'));
      String number =
          value == Math.rint(value)
              ? String.format(Locale.ROOT, "%.0f", value)
              : String.format(Locale.ROOT, "%.3f", value);
      out.append("} ").append(number).append('\n');
    }

    private static String escaped(String value) {
      return Printable.of(value, LONGEST_LABEL).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
