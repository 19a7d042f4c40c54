package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.Change;
import io.github.rdpdiagnosis.azure.policy.CompiledPolicy;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.Direction;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.PortDisagreement;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.SecurityFinding;
import io.github.rdpdiagnosis.azure.policy.ShadowedRules;
import io.github.rdpdiagnosis.azure.policy.SmallestChange;
import io.github.rdpdiagnosis.azure.policy.SourceDiff;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who reaches the VM of a snapshot, on each way there is. */
final class ReachReport {
  /**
   * Blocks that a set is written with; longer ones are cut, and their count is exact all the same.
   */
  private static final int MAX_PREFIXES = 10_000;

  private final VmSnapshot snapshot;
  private final PolicyCompiler compiler;
  private final Port port;
  private final List<Prefix> from;
  private final Optional<VmSnapshot> baseline;
  private final Optional<RdpTarget> client;
  private final NetworkPolicy policy;

  ReachReport(
      VmSnapshot snapshot,
      PolicyCompiler compiler,
      Port port,
      List<Prefix> from,
      Optional<VmSnapshot> baseline,
      Optional<RdpTarget> client) {
    this.snapshot = snapshot;
    this.compiler = compiler;
    this.port = port;
    this.from = from;
    this.baseline = baseline;
    this.client = client;
    this.policy = NetworkPolicy.of(snapshot, compiler);
  }

  /** One way and what comes of the client that fares worst on it. */
  private record Way(
      IngressPath path,
      NetworkPolicy.Sources sources,
      Optional<Decision> decision,
      List<Proposal> proposals) {}

  int print(ReachCommand command) {
    List<IngressPath> paths = policy.paths(port);
    List<Way> ways = paths.stream().map(this::way).toList();
    NetworkPolicy.Sources sources = policy.sources(port);
    Verdict verdict = verdict(ways, sources, paths.isEmpty());
    if (command.output == OutputFormat.json) {
      command.print(json(verdict, ways, sources));
    } else {
      text(command.parent.invocation().out(), verdict, ways);
    }
    return ReachCommand.exitCode(verdict);
  }

  private Way way(IngressPath path) {
    Optional<IpAddress> asked = worst(path);
    CompiledPolicy compiled = policy.compile(path);
    List<Proposal> proposals =
        asked.map(client -> SmallestChange.of(snapshot, compiler, path, client)).orElse(List.of());
    return new Way(path, policy.sources(path), asked.map(compiled::decide), proposals);
  }

  /** The client that fares worst of those that can use the way. */
  private Optional<IpAddress> worst(IngressPath path) {
    CompiledPolicy compiled = policy.compile(path);
    AddressSet asked = AddressSet.of(from).intersect(policy.clients(path));
    for (Verdict verdict : List.of(Verdict.DENY, Verdict.INCONCLUSIVE, Verdict.ALLOW)) {
      Optional<IpAddress> first = asked.intersect(compiled.addresses(verdict)).first();
      if (first.isPresent()) {
        return first;
      }
    }
    return Optional.empty();
  }

  /** With clients: whether all of them get in on some way. Without: whether anybody does. */
  private Verdict verdict(List<Way> ways, NetworkPolicy.Sources sources, boolean nothingKnown) {
    AddressSet asked = AddressSet.of(from);
    if (nothingKnown) {
      return Verdict.INCONCLUSIVE;
    }
    if (from.isEmpty()) {
      return !sources.allowed().isEmpty()
          ? Verdict.ALLOW
          : sources.inconclusive().isEmpty() ? Verdict.DENY : Verdict.INCONCLUSIVE;
    }
    if (sources.allowed().containsAll(asked)) {
      return Verdict.ALLOW;
    }
    boolean someDenied =
        !sources.allowed().union(sources.inconclusive()).containsAll(asked)
            && ways.stream().anyMatch(way -> way.decision().isPresent());
    return someDenied ? Verdict.DENY : Verdict.INCONCLUSIVE;
  }

  // ---- JSON

  private Map<String, Object> json(Verdict verdict, List<Way> ways, NetworkPolicy.Sources sources) {
    Map<String, Object> json = new TreeMap<>();
    json.put("decision", verdict.name());
    json.put("port", port.number());
    json.put("from", from.stream().map(Prefix::toString).toList());
    json.put("sources", json(sources));
    json.put("paths", ways.stream().map(ReachReport::json).toList());
    json.put(
        "securityFindings",
        policy.securityFindings(port).stream().map(SecurityFinding::what).toList());
    json.put("portMismatches", mismatches());
    json.put("shadowedRules", shadowed());
    json.put("findings", ReachCommand.findings(snapshot).stream().map(PolicyJson::of).toList());
    baseline.ifPresent(
        old -> {
          SourceDiff diff = SourceDiff.of(NetworkPolicy.of(old, compiler), policy, port);
          json.put("gained", json(diff.gained()));
          json.put("lost", json(diff.lost()));
        });
    return json;
  }

  private static Map<String, Object> json(NetworkPolicy.Sources sources) {
    return new TreeMap<>(
        Map.of(
            "allowed", json(sources.allowed()),
            "inconclusive", json(sources.inconclusive())));
  }

  private static Map<String, Object> json(AddressSet set) {
    List<Prefix> prefixes = set.toPrefixes();
    Map<String, Object> json = new TreeMap<>();
    json.put("count", set.size());
    json.put("prefixes", prefixes.stream().limit(MAX_PREFIXES).map(Prefix::toString).toList());
    json.put("truncated", prefixes.size() > MAX_PREFIXES);
    return json;
  }

  private static Map<String, Object> json(Way way) {
    IngressPath path = way.path();
    Map<String, Object> json = new TreeMap<>();
    way.decision().ifPresent(decision -> json.putAll(PolicyJson.of(decision)));
    json.put("kind", path.kind().name());
    json.put("name", path.name());
    path.resource().ifPresent(id -> json.put("resource", id));
    path.frontEnd().ifPresent(address -> json.put("frontEnd", address.toString()));
    json.put("frontEndPort", path.frontEndPort().number());
    json.put("privateAddress", path.privateAddress().toString());
    json.put("port", path.port().number());
    json.put("sources", json(way.sources()));
    json.put("proposals", way.proposals().stream().map(ReachReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(Proposal proposal) {
    return new TreeMap<>(
        Map.of(
            "exposure", proposal.exposure(),
            "decisionAfter", proposal.after().verdict().name(),
            "changes", proposal.changes().stream().map(ReachReport::json).toList()));
  }

  private static Map<String, Object> json(Change change) {
    Map<String, Object> json = new TreeMap<>();
    json.put("kind", change.kind().name());
    json.put("gate", change.gate().name());
    json.put("what", change.what());
    change.resource().ifPresent(id -> json.put("resource", id));
    return json;
  }

  private List<String> mismatches() {
    return policy
        .portDisagreements(port, client.flatMap(ReachReport::address), client.map(RdpTarget::port))
        .stream()
        .map(PortDisagreement::what)
        .toList();
  }

  private static Optional<IpAddress> address(RdpTarget target) {
    try {
      return Optional.of(IpAddress.parse(target.host()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name: nobody is asked for its address
    }
  }

  private List<String> shadowed() {
    List<String> lines = new ArrayList<>();
    snapshot.networkSecurityGroups().values().stream()
        .flatMap(reading -> reading.known().stream())
        .forEach(
            group -> {
              for (Direction direction : Direction.values()) {
                shadowed(lines, group, direction);
              }
            });
    return lines;
  }

  private void shadowed(List<String> lines, NetworkSecurityGroup group, Direction direction) {
    ShadowedRules.of(group, direction, compiler.serviceTags())
        .forEach(
            each ->
                lines.add(
                    "rule "
                        + each.rule()
                        + " of "
                        + group.name()
                        + " never decides: "
                        + each.by()
                        + " come first"));
  }

  // ---- text

  private void text(PrintStream out, Verdict verdict, List<Way> ways) {
    String who =
        from.isEmpty()
            ? "any client"
            : String.join(", ", from.stream().map(Prefix::toString).toList());
    out.println(verdict + ": " + who + " to TCP port " + port + " of " + snapshot.vmId());
    for (Way way : ways) {
      IngressPath path = way.path();
      out.println();
      out.println(
          path.kind()
              + " "
              + path.name()
              + path.frontEnd().map(a -> " " + a + " port " + path.frontEndPort()).orElse("")
              + " -> "
              + path.privateAddress()
              + " port "
              + path.port());
      out.println("  lets in " + text(way.sources().allowed()));
      if (!way.sources().inconclusive().isEmpty()) {
        out.println("  cannot be told for " + text(way.sources().inconclusive()));
      }
      way.decision()
          .ifPresent(
              decision -> {
                out.println("  " + decision.verdict() + ": " + decision.why());
                PolicyJson.lines(decision).forEach(out::println);
              });
      way.proposals().stream().limit(3).forEach(proposal -> text(out, proposal));
    }
    out.println();
    policy.securityFindings(port).forEach(finding -> out.println(finding.what()));
    mismatches().forEach(out::println);
    shadowed().forEach(out::println);
    ReachCommand.findings(snapshot).forEach(out::println);
    baseline.ifPresent(
        old -> {
          SourceDiff diff = SourceDiff.of(NetworkPolicy.of(old, compiler), policy, port);
          out.println("gained access: " + text(diff.gained()));
          out.println("lost access: " + text(diff.lost()));
        });
  }

  private static String text(AddressSet set) {
    return set.isEmpty() ? "nobody" : set + " (" + set.size() + " addresses)";
  }

  private static void text(PrintStream out, Proposal proposal) {
    out.println(
        "  would be opened, for " + proposal.exposure() + " more (source, port) pairs, by:");
    proposal.changes().forEach(change -> out.println("    " + change.what()));
  }
}
