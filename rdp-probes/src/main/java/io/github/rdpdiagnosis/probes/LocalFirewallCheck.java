package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.firewall.Flow;
import io.github.rdpdiagnosis.probes.internal.firewall.Iptables;
import io.github.rdpdiagnosis.probes.internal.firewall.Nftables;
import io.github.rdpdiagnosis.probes.internal.firewall.PacketFilter;
import io.github.rdpdiagnosis.probes.internal.firewall.Ruling;
import io.github.rdpdiagnosis.probes.internal.firewall.WindowsFirewall;
import io.github.rdpdiagnosis.probes.internal.host.SystemTool;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks this computer's packet filters what becomes of a connection to the target: nftables or
 * iptables on Linux (what ufw and firewalld made is in there), Windows Defender Firewall, pf on
 * macOS. Lists rules and changes none; sends nothing. Filters of other products are not seen.
 */
final class LocalFirewallCheck implements Check {
  private static final String CHECK = "local-firewall";
  private static final String WINDOWS_RULES =
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
  private static final String WINDOWS_POLICY =
      "HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";

  private final LadderSettings settings;

  LocalFirewallCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return CHECK;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of(ProbeFacts.NAME_OUTCOME);
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(
        LocalFacts.FIREWALL_DECISION, LocalFacts.FIREWALL_EFFECT, LocalFacts.FIREWALL_RULE);
  }

  /** The rules as a function of the connection, or why they are not known. */
  private record Rules(Optional<Function<Flow, Ruling>> decide, String problem, String settledBy) {
    static Rules of(SystemTool.Output output, String settledBy, Function<Flow, Ruling> decide) {
      return output.isComplete()
          ? new Rules(Optional.of(decide), "", "")
          : new Rules(Optional.empty(), output.problem().orElseThrow(), settledBy);
    }
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    List<InetAddress> targets =
        settings.targets(context).stream()
            .limit(LadderCheck.MOST_ADDRESSES)
            .flatMap(address -> Literals.parse(address).stream())
            .toList();
    if (targets.isEmpty()) {
      context.report(
          settings.observation(
              CHECK,
              Optional.empty(),
              Started.now(),
              CheckStatus.notRun("no address to ask the rules about"),
              Facts.none()));
      return;
    }
    for (InetAddress target : targets) {
      Started started = Started.now();
      Rules rules = rules(context, target);
      Flow flow = new Flow(target, settings.port(), outgoing(target));
      context.report(judged(rules, flow, started));
    }
  }

  private Observation judged(Rules rules, Flow flow, Started started) {
    Optional<String> address = Optional.of(AddressText.of(flow.remote()));
    if (rules.decide().isEmpty()) {
      return settings.observation(
          CHECK,
          address,
          started,
          CheckStatus.inconclusive(
              "the rules of this computer's firewall are not known: " + rules.problem(),
              rules.settledBy()),
          Facts.none());
    }
    Ruling ruling = rules.decide().get().apply(flow);
    Facts.Builder facts = Facts.builder().put(LocalFacts.FIREWALL_DECISION, ruling.kind());
    ruling.effect().ifPresent(effect -> facts.put(LocalFacts.FIREWALL_EFFECT, effect));
    if (!ruling.rule().isEmpty()) {
      facts.put(LocalFacts.FIREWALL_RULE, ruling.rule());
    }
    CheckStatus status =
        switch (ruling.kind()) {
          case PASSES -> CheckStatus.holds();
          case BLOCKS ->
              CheckStatus.violated(
                  "this computer's own firewall blocks " + flow + " by " + ruling.rule());
          case UNSURE ->
              CheckStatus.inconclusive(
                  "whether this rule fits cannot be told from the rules alone: " + ruling.rule(),
                  "the rule's counters, or the connection once more without it");
        };
    return settings.observation(CHECK, address, started, status, facts.build());
  }

  private static Rules rules(CheckContext context, InetAddress target) throws InterruptedException {
    Deadline deadline = context.deadline();
    return switch (SystemTool.system()) {
      case "linux" -> linux(context, target);
      case "windows" -> {
        SystemTool.Output local = SystemTool.run(deadline, "reg", "query", WINDOWS_RULES, "/s");
        // Not there where no group policy sets rules.
        SystemTool.Output policy = SystemTool.run(deadline, "reg", "query", WINDOWS_POLICY, "/s");
        yield Rules.of(
            local,
            "netsh advfirewall firewall show rule name=all dir=out",
            WindowsFirewall.parse(local.text() + policy.text())::decide);
      }
      case "mac" -> {
        SystemTool.Output pf = SystemTool.run(deadline, "pfctl", "-s", "rules");
        yield Rules.of(pf, "sudo pfctl -s rules", PacketFilter.parse(pf.text())::decide);
      }
      default ->
          new Rules(
              Optional.empty(), "they are read on Linux, Windows and macOS only", "the rules");
    };
  }

  private static Rules linux(CheckContext context, InetAddress target) throws InterruptedException {
    SystemTool.Output nft = SystemTool.run(context.deadline(), "nft", "-s", "list", "ruleset");
    String legacy = target instanceof Inet4Address ? "iptables-legacy" : "ip6tables-legacy";
    String plain = target instanceof Inet4Address ? "iptables" : "ip6tables";
    boolean both = SystemTool.find(legacy).isPresent();
    if (nft.isComplete() && !both) {
      return Rules.of(nft, "", Nftables.parse(nft.text())::decide);
    }
    if (SystemTool.find("nft").isPresent() && !nft.isComplete()) {
      return new Rules(
          Optional.empty(), nft.problem().orElseThrow(), "sudo nft list ruleset, as root");
    }
    SystemTool.Output old = SystemTool.run(context.deadline(), both ? legacy : plain, "-S");
    Function<Flow, Ruling> decide = Iptables.parse(old.text())::decide;
    return Rules.of(
        old,
        "sudo " + plain + " -S",
        nft.isComplete()
            ? flow -> Nftables.parse(nft.text()).decide(flow).and(decide.apply(flow))
            : decide);
  }

  /** The interface that the routing table chooses; looking it up sends nothing. */
  private Optional<String> outgoing(InetAddress target) {
    StandardProtocolFamily family =
        target instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(new InetSocketAddress(target, settings.port()));
      if (channel.getLocalAddress() instanceof InetSocketAddress source) {
        boolean toItself = source.getAddress().equals(target) && !target.isLoopbackAddress();
        return toItself // the address is one interface's, the packets go through another
            ? Optional.empty()
            : Optional.ofNullable(NetworkInterface.getByInetAddress(source.getAddress()))
                .map(NetworkInterface::getName);
      }
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // no route: local-network says so
    }
  }
}
