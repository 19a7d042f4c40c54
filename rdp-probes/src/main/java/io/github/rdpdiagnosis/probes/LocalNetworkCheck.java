package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import io.github.rdpdiagnosis.probes.internal.io.SystemMessages;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this computer itself has to say before a packet is sent: interfaces, and the routing table's
 * word on each address. Connecting a datagram socket makes the system look up the route and sends
 * nothing.
 *
 * <p>Reports one observation without an address for the interfaces, and one for each address. Where
 * the name gave none, the first name server is looked at in their place.
 */
final class LocalNetworkCheck implements Check {
  private static final Logger LOG = LoggerFactory.getLogger(LocalNetworkCheck.class);
  private static final String CHECK = "local-network";

  private final LadderSettings settings;

  LocalNetworkCheck(LadderSettings settings) {
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
        ProbeFacts.LOCAL_INTERFACES_UP, ProbeFacts.LOCAL_ROUTE, ProbeFacts.LOCAL_SOURCE_ADDRESS);
  }

  @Override
  public void run(CheckContext context) {
    List<InetSocketAddress> targets =
        settings.targets(context).stream()
            .limit(LadderCheck.MOST_ADDRESSES)
            .flatMap(address -> Literals.parse(address).stream())
            .map(address -> new InetSocketAddress(address, settings.port()))
            .toList();
    context.report(interfaces(targets));
    Stream<InetSocketAddress> asked =
        targets.isEmpty() ? NameServerCheck.servers(settings).stream().limit(1) : targets.stream();
    asked.forEach(target -> context.report(route(target)));
  }

  private Observation interfaces(List<InetSocketAddress> targets) {
    Started started = Started.now();
    CheckStatus status;
    Facts facts = Facts.none();
    try {
      long up = NetworkInterface.networkInterfaces().filter(LocalNetworkCheck::isUsable).count();
      facts = Facts.builder().put(ProbeFacts.LOCAL_INTERFACES_UP, up).build();
      boolean onlyLoopback =
          !targets.isEmpty() && targets.stream().allMatch(t -> t.getAddress().isLoopbackAddress());
      if (up > 0) {
        status = CheckStatus.holds();
      } else if (onlyLoopback) {
        status = CheckStatus.notApplicable("the target is this computer, which needs no network");
      } else {
        status = CheckStatus.violated("no network interface is up with an address");
      }
    } catch (SocketException e) {
      status =
          CheckStatus.inconclusive(
              "the interfaces cannot be listed: " + e.getMessage(),
              "the system's network settings");
    }
    return settings.observation(CHECK, Optional.empty(), started, status, facts);
  }

  private static boolean isUsable(NetworkInterface network) {
    try {
      return !network.isLoopback()
          && network.isUp()
          && network
              .inetAddresses()
              .anyMatch(a -> !a.isLinkLocalAddress() && !a.isLoopbackAddress());
    } catch (SocketException e) {
      return false; // it went away between listing and asking
    }
  }

  private Observation route(InetSocketAddress target) {
    Started started = Started.now();
    Facts.Builder facts = Facts.builder();
    CheckStatus status = CheckStatus.holds();
    LocalRoute route = LocalRoute.ROUTE;
    InetAddress address = target.getAddress();
    StandardProtocolFamily family =
        address instanceof Inet4Address
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(target);
      if (channel.getLocalAddress() instanceof InetSocketAddress source) {
        facts.put(ProbeFacts.LOCAL_SOURCE_ADDRESS, AddressText.of(source.getAddress()));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The latter: a system without IPv6.
      route = classify(e);
      status = CheckStatus.violated("this computer has no way there: " + e.getMessage());
    }
    LOG.debug("route to {}: {}", target, route);
    return settings.observation(
        CHECK,
        Optional.of(AddressText.of(address)),
        started,
        status,
        facts.put(ProbeFacts.LOCAL_ROUTE, route).build());
  }

  static LocalRoute classify(Exception exception) {
    String message = SystemMessages.english(exception.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("unreachable") || message.contains("no route")) {
      return LocalRoute.NO_ROUTE;
    }
    if (message.contains("permission denied")) {
      return LocalRoute.PROHIBITED;
    }
    return message.contains("invalid argument") ? LocalRoute.BLACKHOLE : LocalRoute.OTHER;
  }
}
