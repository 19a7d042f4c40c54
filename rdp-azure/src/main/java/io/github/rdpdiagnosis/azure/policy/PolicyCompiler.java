package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads NSGs once and remembers, by content, what was worked out from them: one compiler for many
 * VMs evaluates each NSG, and each pair of NSGs, once. Also holds the list of service tags to read
 * them with.
 *
 * <p>Thread-safe. What it remembers lives as long as it does.
 */
public final class PolicyCompiler {
  private final ServiceTags tags;
  private final Map<ObjectKey, RuleSet> byObject = new ConcurrentHashMap<>();
  private final Map<ContentKey, RuleSet> byContent = new ConcurrentHashMap<>();
  private final Map<Endpoint, Side> sides = new ConcurrentHashMap<>();
  private final Map<Object, Extent> networks = new ConcurrentHashMap<>();
  private final Map<AddressSet, AddressSet> internets = new ConcurrentHashMap<>();
  private final Map<AddressSet, AddressSet> publicSpaces = new ConcurrentHashMap<>();
  private final Map<Object, Layer> layers = new ConcurrentHashMap<>();
  private final Set<SameObject> shared = ConcurrentHashMap.newKeySet();
  private final Map<PolicyKey, CompiledPolicy> policies = new ConcurrentHashMap<>();

  /** A compiler without a list of service tags. */
  public PolicyCompiler() {
    this(ServiceTags.none());
  }

  /**
   * A compiler.
   *
   * @param tags the addresses behind service tags
   */
  public PolicyCompiler(ServiceTags tags) {
    this.tags = Objects.requireNonNull(tags, "tags");
  }

  /**
   * The list of service tags that rules are read with.
   *
   * @return {@link ServiceTags#none} where none was given
   */
  public ServiceTags serviceTags() {
    return tags;
  }

  /** A key that is quick to compare: two objects of the same content are two keys. */
  private record SameObject(Object object) {
    @Override
    public boolean equals(Object other) {
      return other instanceof SameObject same && same.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  private record ObjectKey(SameObject group, Direction direction) {}

  private record ContentKey(NetworkSecurityGroup group, Direction direction, boolean admin) {}

  /** A key for what a reading holds, or for why it holds nothing. */
  static Object sameObject(Reading<?> reading) {
    return reading.known().<Object>map(SameObject::new).orElse(reading);
  }

  private record LayerKey(
      Gate gate, RuleSet set, boolean ipv4, BitSet rules, AddressSet virtualNetwork) {}

  private record SetKey(
      Gate gate,
      RuleSet set,
      AddressSet virtualNetwork,
      boolean inNetwork,
      boolean ipv4,
      Protocol protocol,
      Optional<Port> sourcePort,
      Optional<Port> destinationPort) {}

  private record PolicyKey(List<SameObject> layers, List<String> assumptions) {}

  RuleSet rules(Gate gate, NetworkSecurityGroup group, Direction direction) {
    boolean admin = gate == Gate.ADMIN_RULES;
    return byObject.computeIfAbsent(
        new ObjectKey(new SameObject(group), direction),
        unseen ->
            byContent.computeIfAbsent(
                new ContentKey(group, direction, admin),
                first -> RuleSet.of(group, direction, admin, this::side)));
  }

  private Side side(Endpoint endpoint) {
    // Ports are read elsewhere; without them, equal lists are one key.
    Endpoint addresses =
        new Endpoint(endpoint.prefixes(), List.of(), endpoint.applicationSecurityGroupIds());
    return sides.computeIfAbsent(addresses, unseen -> Side.of(unseen, tags));
  }

  Extent network(Object key, Supplier<Extent> extent) {
    // Not computeIfAbsent: working one out may ask for another.
    Extent known = networks.get(key);
    if (known == null) {
      known = extent.get();
      networks.put(key, known);
    }
    return known;
  }

  AddressSet internet(AddressSet virtualNetwork) {
    return internets.computeIfAbsent(virtualNetwork, AddressSpaces.INTERNET::minus);
  }

  /** All that is neither private nor set aside nor in the virtual network. */
  AddressSet publicSpace(AddressSet virtualNetwork) {
    return publicSpaces.computeIfAbsent(
        virtualNetwork, AddressSpaces.NOT_PUBLIC.complement()::minus);
  }

  Layer layer(Gate gate, NetworkSecurityGroup group, World world) {
    RuleSet set = rules(gate, group, world.asking().direction());
    boolean ipv4 = world.asking().local().isIpv4();
    if (set.fault().isPresent()) {
      return Layer.faulty(gate, set, ipv4);
    }
    if (gate == Gate.ADMIN_RULES || !set.isTheSameForAll()) {
      return sliced(gate, set, world);
    }
    // Most NSGs do the same for all VMs: then no rule is looked at for the second one.
    SetKey key =
        new SetKey(
            gate,
            set,
            world.virtualNetwork(),
            world.virtualNetwork().contains(world.asking().local()),
            ipv4,
            world.asking().protocol(),
            world.asking().sourcePort(),
            world.asking().destinationPort());
    Layer known = layers.get(key);
    return known != null
        ? known
        : shared(
            key,
            gate == Gate.NIC_NSG
                ? sliced(gate, set, world)
                : layer(Gate.NIC_NSG, group, world).at(gate));
  }

  private Layer sliced(Gate gate, RuleSet set, World world) {
    boolean ipv4 = world.asking().local().isIpv4();
    List<World.Match> slice = world.slice(set);
    BitSet rules = new BitSet();
    for (World.Match match : slice) {
      if (!world.isTheSameForAll(set, match)) {
        return Layer.of(gate, set, slice, ipv4);
      }
      rules.set(match.index());
    }
    LayerKey key = new LayerKey(gate, set, ipv4, rules, world.virtualNetwork());
    Layer known = layers.get(key);
    return known != null ? known : shared(key, Layer.of(gate, set, slice, ipv4));
  }

  /** A gate without rules. */
  Layer layer(Decider decider, AddressSet addresses, boolean ipv4) {
    Object key = List.of(decider, addresses, ipv4);
    Layer known = layers.get(key);
    return known != null ? known : shared(key, Layer.over(addresses, ipv4, decider));
  }

  /** The first of two threads that come with the same. */
  private Layer shared(Object key, Layer fresh) {
    shared.add(new SameObject(fresh));
    Layer first = layers.putIfAbsent(key, fresh);
    return first == null ? fresh : first;
  }

  CompiledPolicy policy(List<Layer> gates, List<String> assumptions) {
    List<SameObject> objects = gates.stream().map(SameObject::new).toList();
    if (!shared.containsAll(objects)) {
      return CompiledPolicy.of(gates, assumptions); // depends on this VM alone
    }
    return policies.computeIfAbsent(
        new PolicyKey(objects, assumptions), unseen -> CompiledPolicy.of(gates, assumptions));
  }
}
