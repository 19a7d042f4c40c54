package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerQuestion;
import io.github.rdpdiagnosis.probes.internal.dns.NameServerReply;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the name servers of the zone itself, past every cache and hosts file: what addresses does
 * the name stand for now? Finds them through the first configured name server.
 *
 * <p>Sends, over UDP and where an answer was cut over TCP: up to five questions for NS records and
 * one for the address of each of two servers to the configured name server; one or two questions to
 * these servers. All of that again for an alias (CNAME), at most twice. Many networks let DNS out
 * only through their own servers: silence is INCONCLUSIVE.
 */
final class ZoneServerCheck implements Check {
  static final String CHECK = "zone-server";
  static final int DNS_PORT = 53;

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_ZONES = 5;
  private static final int MOST_SERVERS = 2;
  private static final int MOST_ALIASES = 2;

  private final LadderSettings settings;
  private final int port;

  ZoneServerCheck(LadderSettings settings, int port) {
    this.settings = settings;
    this.port = port;
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
    return Set.of(ProbeFacts.ZONE_SERVER_ADDRESSES);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    Optional<InetSocketAddress> resolver = NameServerCheck.servers(settings).stream().findFirst();
    if (resolver.isEmpty()) {
      unclear(context, started, "no name server is configured that this JVM can see");
      return;
    }
    Name name;
    try {
      name = Name.fromString(settings.asciiHost(), Name.root);
    } catch (TextParseException e) {
      unclear(context, started, "not a DNS name: " + e.getMessage());
      return;
    }
    new Search(context, resolver.get(), started).follow(name);
  }

  private void unclear(CheckContext context, Started started, String why) {
    context.report(
        settings.observation(
            CHECK,
            Optional.empty(),
            started,
            CheckStatus.inconclusive(why, "the records of the zone at its provider"),
            Facts.none()));
  }

  /** One run. */
  private final class Search {
    private final CheckContext context;
    private final Deadline deadline;
    private final InetSocketAddress resolver;
    private final Started started;

    Search(CheckContext context, InetSocketAddress resolver, Started started) {
      this.context = context;
      this.deadline = context.deadline();
      this.resolver = resolver;
      this.started = started;
    }

    void follow(Name host) throws InterruptedException {
      Name name = host;
      for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
        List<InetSocketAddress> servers = serversOf(name);
        if (servers.isEmpty()) {
          unclear(context, started, "the name servers of the zone of " + name + " were not found");
          return;
        }
        Optional<NameServerReply> reply = Optional.empty();
        InetSocketAddress asked = servers.get(0);
        for (int i = 0; i < servers.size() && reply.isEmpty(); i++) {
          asked = servers.get(i);
          reply = addresses(asked, name);
        }
        if (reply.isEmpty()) {
          unclear(context, started, "the name servers of the zone of " + name + " gave no answer");
          return;
        }
        if (!reply.get().addresses().isEmpty() || reply.get().names().isEmpty()) {
          report(asked, name, reply.get());
          return;
        }
        name = reply.get().names().get(0);
      }
      unclear(context, started, "more than " + MOST_ALIASES + " aliases, one after another");
    }

    /** The servers of the zone that the name is in: of the name itself, or of what it is under. */
    private List<InetSocketAddress> serversOf(Name host) throws InterruptedException {
      Name zone = host;
      for (int i = 0; i < MOST_ZONES && zone.labels() > 2; i++) { // the root is a label, too
        NameServerReply reply = ask(resolver, zone, Type.NS);
        if (reply.kind() != NameServerReply.Kind.ANSWER) {
          return List.of();
        }
        if (!reply.names().isEmpty() && reply.isAbout(Type.NS)) {
          return addressesOf(reply.names());
        }
        zone = new Name(zone, 1);
      }
      return List.of();
    }

    private List<InetSocketAddress> addressesOf(List<Name> servers) throws InterruptedException {
      List<InetSocketAddress> found = new ArrayList<>();
      for (Name server : servers.subList(0, Math.min(MOST_SERVERS, servers.size()))) {
        ask(resolver, server, Type.A).addresses().stream()
            .findFirst()
            .flatMap(Literals::parse)
            .ifPresent(address -> found.add(new InetSocketAddress(address, port)));
      }
      return found;
    }

    /** Only an answer that the server gives of its own zone counts. */
    private Optional<NameServerReply> addresses(InetSocketAddress server, Name name)
        throws InterruptedException {
      NameServerReply ipv4 = ask(server, name, Type.A);
      boolean none =
          ipv4.rcode() == Rcode.NOERROR && ipv4.addresses().isEmpty() && ipv4.names().isEmpty();
      NameServerReply reply = none ? ask(server, name, Type.AAAA) : ipv4;
      boolean decided = reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN;
      return decided && reply.authoritative() ? Optional.of(reply) : Optional.empty();
    }

    private NameServerReply ask(InetSocketAddress server, Name name, int type)
        throws InterruptedException {
      return new NameServerQuestion(server, name, type).ask(deadline.orSooner(PATIENCE));
    }

    private void report(InetSocketAddress server, Name name, NameServerReply reply) {
      context.report(
          settings.observation(
              CHECK,
              Optional.of(AddressText.of(server.getAddress())),
              started,
              reply.addresses().isEmpty()
                  ? CheckStatus.violated("the zone has no address for " + name)
                  : CheckStatus.holds(),
              Facts.builder().put(ProbeFacts.ZONE_SERVER_ADDRESSES, reply.addresses()).build()));
    }
  }
}
