package io.github.rdpdiagnosis.diagnosis;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where clients can connect to reach a VM's Remote Desktop port, as Azure's data says: what a right
 * .rdp file names. Whether rules then let a client in is another question. Immutable.
 *
 * @param targets the addresses with their ports, those for clients across the internet first
 * @param onlyInAzure ways that no .rdp file can name, such as a Bastion, in a few words each
 * @param gaps what of Azure's data is not known and could add to the targets
 */
public record ValidTargets(List<ValidTarget> targets, List<String> onlyInAzure, List<String> gaps) {
  /** Parts in which there may be ways to the VM that nothing else refers to. */
  private static final List<SnapshotPart<?>> LISTS =
      List.of(
          SnapshotPart.PUBLIC_IP_ADDRESSES,
          SnapshotPart.BACKEND_PORT_MAPPINGS,
          SnapshotPart.AZURE_FIREWALLS,
          SnapshotPart.FIREWALL_RULE_COLLECTION_GROUPS);

  /** Copies the lists. */
  public ValidTargets {
    targets = List.copyOf(targets);
    onlyInAzure = List.copyOf(onlyInAzure);
    gaps = List.copyOf(gaps);
  }

  /**
   * One place to connect to.
   *
   * @param address literal; empty where Azure has given none now, as to a VM that is off
   * @param name the name that Azure gives to the address
   * @param port the port that clients connect to, which need not be the guest's
   * @param isPrivate whether it serves clients inside the virtual network only
   * @param way what stands there, in a few words
   */
  public record ValidTarget(
      Optional<String> address, Optional<String> name, Port port, boolean isPrivate, String way) {
    /**
     * What to write into a file: the name where there is one, for addresses change.
     *
     * @return empty where there is neither now
     */
    public Optional<RdpTarget> target() {
      return name.or(() -> address).map(host -> new RdpTarget(host, port, List.of()));
    }

    /**
     * Whether a host is this place's address or name.
     *
     * @param host literal or name, in any spelling
     * @return false for a name of somebody's own, wherever it leads
     */
    public boolean isAt(String host) {
      return Stream.concat(name.stream(), address.stream()).anyMatch(each -> same(each, host));
    }

    @Override
    public String toString() {
      return target().map(RdpTarget::toString).orElse("(no address now):" + port)
          + (name.isPresent() ? address.map(literal -> " [" + literal + "]").orElse("") : "")
          + ", "
          + way;
    }
  }

  private static boolean same(String a, String b) {
    return plain(a).equals(plain(b));
  }

  /** Addresses in one spelling, names in lower case without the root's dot. */
  private static String plain(String host) {
    try {
      return IpAddress.parse(host).toString();
    } catch (IllegalArgumentException e) {
      return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
  }

  /**
   * The places to connect to that a snapshot knows of.
   *
   * @param snapshot the VM as it was read
   * @param guestPort the port that the guest listens on
   * @return the places
   */
  public static ValidTargets of(VmSnapshot snapshot, Port guestPort) {
    List<ValidTarget> targets = new ArrayList<>();
    List<String> onlyInAzure = new ArrayList<>();
    for (IngressPath path : NetworkPolicy.of(snapshot).paths(guestPort)) {
      if (path.kind() == IngressPath.Kind.BASTION) {
        onlyInAzure.add("Azure Bastion " + path.name());
      } else {
        targets.add(target(snapshot, path));
      }
    }
    targets.sort(
        Comparator.comparing(ValidTarget::isPrivate)
            .thenComparing(target -> target.target().isEmpty()));
    return new ValidTargets(
        targets.stream().distinct().toList(),
        onlyInAzure.stream().distinct().toList(),
        gaps(snapshot));
  }

  private static ValidTarget target(VmSnapshot snapshot, IngressPath path) {
    Optional<String> address = path.frontEnd().map(IpAddress::toString);
    Optional<PublicIpAddress> publicIp =
        snapshot.publicIpAddresses().values().stream()
            .flatMap(reading -> reading.known().stream())
            .filter(
                ip ->
                    path.resource().filter(ip.id()::equalsIgnoreCase).isPresent()
                        || (address.isPresent() && ip.address().equals(address)))
            .findFirst();
    return new ValidTarget(
        address,
        publicIp.flatMap(PublicIpAddress::fqdn),
        path.frontEndPort(),
        path.kind() == IngressPath.Kind.PRIVATE_ADDRESS
            || (publicIp.isEmpty() && path.frontEnd().filter(IpAddress::isPrivate).isPresent()),
        way(path));
  }

  private static String way(IngressPath path) {
    return switch (path.kind()) {
      case PRIVATE_ADDRESS -> "the VM's private address";
      case PUBLIC_IP_ADDRESS -> "the VM's public IP address " + path.name();
      case INBOUND_NAT_RULE -> "inbound NAT rule " + path.name();
      case LOAD_BALANCING_RULE -> "load-balancing rule " + path.name();
      case FIREWALL_NAT_RULE -> "firewall NAT rule " + path.name();
      case BASTION -> "Bastion " + path.name();
      case CLASSIC_ENDPOINT -> "classic endpoint " + path.name();
    };
  }

  /** What was not read although something refers to it, and what was not listed. */
  private static List<String> gaps(VmSnapshot snapshot) {
    Set<String> gaps = new LinkedHashSet<>();
    if (snapshot.ofVm(SnapshotPart.CLASSIC_DEPLOYMENT).known().isPresent()) {
      return List.of();
    }
    gap("the VM", snapshot.vm(), gaps);
    for (VirtualMachine.NetworkInterfaceReference nic :
        snapshot.vm().known().map(VirtualMachine::networkInterfaces).orElse(List.of())) {
      gap(nic.id(), snapshot.networkInterface(nic.id()), gaps);
    }
    for (Reading<NetworkInterface> nic : snapshot.networkInterfaces().values()) {
      nic.known().map(NetworkInterface::ipConfigurations).orElse(List.of()).stream()
          .flatMap(ip -> references(ip))
          .forEach(
              reference ->
                  gap(reference.id(), snapshot.get(reference.part(), reference.id()), gaps));
    }
    if (snapshot.all(SnapshotPart.AZURE_FIREWALLS).isEmpty()) {
      gaps.add("firewalls: not read");
    }
    for (SnapshotPart<?> list : LISTS) {
      snapshot.all(list).forEach((key, reading) -> gap(list + " of " + key, reading, gaps));
    }
    return List.copyOf(gaps);
  }

  private static void gap(String what, Reading<?> reading, Set<String> gaps) {
    reading.gap().ifPresent(gap -> gaps.add(what + ": " + gap));
  }

  private record Reference(SnapshotPart<?> part, String id) {}

  private static Stream<Reference> references(IpConfiguration ip) {
    return Stream.concat(
        ip.publicIpAddressId().stream()
            .map(id -> new Reference(SnapshotPart.PUBLIC_IP_ADDRESSES, id)),
        Stream.concat(ip.backendPoolIds().stream(), ip.inboundNatRuleIds().stream())
            // A pool or rule is part of its load balancer.
            .map(id -> id.replaceFirst("(?i)(/loadBalancers/[^/]+)/.*$", "$1"))
            .map(id -> new Reference(SnapshotPart.LOAD_BALANCERS, id)));
  }

  /** How a file's target stands to these. */
  public enum Match {
    /** Host and port lead to the VM. */
    RIGHT,
    /** The host leads to the VM, by another port. */
    WRONG_PORT,
    /** The host is no address or name of the VM. */
    WRONG_HOST,
    /** The data does not say: it has gaps, or only DNS knows where the name leads. */
    UNKNOWN
  }

  /**
   * Compares what a file names with these. Asks nobody, not even DNS.
   *
   * @param target host and port of the file
   * @return how they stand to each other
   */
  public Match match(RdpTarget target) {
    List<ValidTarget> sameHost = targets.stream().filter(each -> each.isAt(target.host())).toList();
    if (sameHost.stream().anyMatch(each -> each.port().equals(target.port()))) {
      return Match.RIGHT;
    }
    if (!gaps.isEmpty()) {
      return Match.UNKNOWN;
    }
    if (!sameHost.isEmpty()) {
      return Match.WRONG_PORT;
    }
    return isLiteral(target.host()) || isAzureName(target.host())
        ? Match.WRONG_HOST
        : Match.UNKNOWN;
  }

  private static boolean isLiteral(String host) {
    try {
      IpAddress.parse(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Azure gives such a name to one public address, so another VM's name is surely wrong. */
  private static boolean isAzureName(String host) {
    return plain(host)
        .matches(
            "[^.]+\\.[a-z0-9]+\\.cloudapp\\.(azure\\.com|usgovcloudapi\\.net|chinacloudapi\\.cn)");
  }
}
