package io.github.rdpdiagnosis.azure.guest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Windows Firewall: profiles, the networks that choose one, and the rules that can decide about the
 * listener's port.
 *
 * @param profiles settings of each profile
 * @param networks category of each connected network: 0 public, 1 private, 2 domain
 * @param rules rules of the three stores
 */
public record GuestFirewall(
    Map<ProfileName, Profile> profiles,
    Item<Listing<Long>> networks,
    List<Item<Listing<FirewallRule>>> rules) {
  /** Copies the collections. */
  public GuestFirewall {
    profiles = Map.copyOf(profiles);
    rules = List.copyOf(rules);
  }

  /** The three profiles, as rules spell them. */
  public enum ProfileName {
    /** Category 0: unknown networks. */
    PUBLIC("Public"),
    /** Category 1. Its older name is "standard". */
    PRIVATE("Private"),
    /** Category 2: a domain controller answered. */
    DOMAIN("Domain");

    private final String word;

    ProfileName(String word) {
      this.word = word;
    }

    /**
     * The profile's name in rules.
     *
     * @return such as {@code Domain}
     */
    public String word() {
      return word;
    }

    static Optional<ProfileName> ofCategory(long category) {
      return category >= 0 && category < values().length
          ? Optional.of(values()[(int) category])
          : Optional.empty();
    }
  }

  /**
   * Settings of one profile; policy wins over the local key.
   *
   * @param local local key
   * @param policy policy keys, the one that wins first
   */
  public record Profile(RegistryValues local, List<RegistryValues> policy) {
    /** Copies the list. */
    public Profile {
      policy = List.copyOf(policy);
    }

    /**
     * A setting in force.
     *
     * @param name such as {@code EnableFirewall}
     * @return the value and who set it; absent where nobody did and Windows' default holds
     */
    public Item<TerminalServer.InForce> inForce(String name) {
      for (RegistryValues values : policy) {
        Item<Long> set = values.number(name);
        if (!set.isAbsent()) {
          return set.map(n -> new TerminalServer.InForce(n, TerminalServer.Origin.POLICY));
        }
      }
      return local
          .number(name)
          .map(n -> new TerminalServer.InForce(n, TerminalServer.Origin.LOCAL));
    }

    /**
     * Whether local rules count, which only policy can switch off.
     *
     * @return {@code AllowLocalPolicyMerge}, true unless policy says 0
     */
    public Item<Boolean> mergesLocalRules() {
      for (RegistryValues values : policy) {
        Item<Long> set = values.number("AllowLocalPolicyMerge");
        if (!set.isAbsent()) {
          return set.map(n -> n != 0);
        }
      }
      return new Item.Present<>(true);
    }
  }

  static GuestFirewall of(RecordSection section) throws GuestRecordFormatException {
    Map<ProfileName, Profile> profiles = new EnumMap<>(ProfileName.class);
    for (ProfileName name : ProfileName.values()) {
      List<RegistryValues> policy = new ArrayList<>();
      policy.add(new RegistryValues(section, "policy." + name.word() + "."));
      if (name == ProfileName.PRIVATE) {
        policy.add(new RegistryValues(section, "policy.Standard."));
      }
      profiles.put(
          name, new Profile(new RegistryValues(section, "local." + name.word() + "."), policy));
    }
    List<Item<Listing<FirewallRule>>> rules = new ArrayList<>();
    for (String store : List.of("local", "policy", "mdm")) {
      rules.add(section.listing(store + "Rule", row -> FirewallRule.of(store, row)));
    }
    return new GuestFirewall(
        profiles, section.listing("network", row -> row.keyNumber("category")), rules);
  }

  /**
   * What the firewall does to a new inbound TCP connection.
   *
   * @param port the listener's port
   * @return the decision of the profiles that are active; not read where something that could
   *     change it was not read, or the active profiles disagree
   */
  public Item<InboundDecision> inbound(long port) {
    return InboundDecision.of(this, port);
  }
}
