package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.render.Printable;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which clients the network policy of the snapshot lets in, as a strip of the IPv4 address space.
 *
 * @param sentence the whole picture in words
 * @param spans the addresses that are let in, and those for which it cannot be told
 * @param marks this client's own addresses
 * @param lines one for each way in
 */
record Admission(String sentence, List<Span> spans, List<Span> marks, List<String> lines) {
  /** The public addresses that the user says this client shows. */
  private static final FactKey<List<String>> EGRESS =
      new FactKey<>("client.egress", FactType.STRINGS);

  private static final double SCALE = 1000.0 / (1L << 32);
  private static final double LEAST_WIDTH = 2;
  private static final int MOST_SPANS = 400;
  private static final int MOST_LINES = 20;
  private static final int MOST_PREFIXES = 6;
  private static final int LONGEST = 400;

  /** A part of the strip, in thousandths. */
  record Span(String x, String width, String css) {}

  static @Nullable Admission of(Diagnosis d) {
    Optional<VmSnapshot> snapshot =
        d.checks().stream().flatMap(o -> o.facts().get(AzureFacts.SNAPSHOT).stream()).findFirst();
    if (snapshot.isEmpty()) {
      return null;
    }
    NetworkPolicy policy = NetworkPolicy.of(snapshot.get());
    List<IngressPath> paths = policy.paths(Port.RDP);
    AddressSet allowed = AddressSet.empty();
    AddressSet untold = AddressSet.empty();
    List<String> lines = new ArrayList<>();
    for (IngressPath path : paths) {
      NetworkPolicy.Sources sources = policy.sources(path);
      allowed = allowed.union(sources.allowed());
      untold = untold.union(sources.inconclusive());
      lines.add(Printable.of(line(path, sources), LONGEST));
    }
    if (paths.isEmpty()) {
      return null;
    }
    return new Admission(
        sentence(allowed, untold.minus(allowed)),
        spans(allowed, untold.minus(allowed)),
        marks(d),
        lines.stream().limit(MOST_LINES).toList());
  }

  private static String sentence(AddressSet allowed, AddressSet untold) {
    return (allowed.isEmpty()
            ? "No client is let in for certain."
            : "Green is let in on some way: " + prefixes(allowed) + ".")
        + (untold.isEmpty() ? "" : " Striped: cannot be told.");
  }

  private static String line(IngressPath path, NetworkPolicy.Sources sources) {
    return path.name()
        + path.frontEnd().map(a -> " (" + a + " port " + path.frontEndPort() + ")").orElse("")
        + ": lets in "
        + (sources.allowed().isEmpty() ? "nobody for certain" : prefixes(sources.allowed()))
        + (sources.inconclusive().isEmpty()
            ? ""
            : "; cannot be told for " + prefixes(sources.inconclusive()));
  }

  private static String prefixes(AddressSet set) {
    List<Prefix> prefixes = set.toPrefixes();
    String first =
        String.join(", ", prefixes.stream().limit(MOST_PREFIXES).map(Prefix::toString).toList());
    int more = prefixes.size() - MOST_PREFIXES;
    return more > 0 ? first + " and " + more + " more prefixes" : first;
  }

  private static List<Span> spans(AddressSet allowed, AddressSet untold) {
    List<Span> spans = new ArrayList<>(spans(untold, "untold"));
    spans.addAll(spans(allowed, "allowed"));
    return List.copyOf(spans);
  }

  private static List<Span> spans(AddressSet set, String css) {
    List<Span> spans = new ArrayList<>();
    double reached = -1;
    for (Prefix prefix : set.toPrefixes()) {
      if (!prefix.first().isIpv4() || spans.size() == MOST_SPANS) {
        continue;
      }
      double x = place(prefix.first());
      double width = Math.max(LEAST_WIDTH, place(prefix.last()) - x);
      if (x + width > reached + 0.1) { // smaller ones in the same place are already drawn
        spans.add(span(x, width, css));
        reached = x + width;
      }
    }
    return List.copyOf(spans);
  }

  private static List<Span> marks(Diagnosis d) {
    return d.checks().stream()
        .flatMap(o -> o.facts().get(EGRESS).stream())
        .flatMap(List::stream)
        .map(IpAddress::parse)
        .filter(IpAddress::isIpv4)
        .limit(MOST_LINES)
        .map(address -> span(place(address), LEAST_WIDTH, "mark"))
        .toList();
  }

  private static double place(IpAddress address) {
    long number = 0;
    for (byte part : address.toBytes()) {
      number = number << 8 | (part & 0xff);
    }
    return number * SCALE;
  }

  private static Span span(double x, double width, String css) {
    return new Span(
        String.format(Locale.ROOT, "%.2f", x), String.format(Locale.ROOT, "%.2f", width), css);
  }
}
