package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.azure.guest.GuestFirewall.Profile;
import io.github.rdpdiagnosis.azure.guest.GuestFirewall.ProfileName;
import io.github.rdpdiagnosis.azure.guest.TerminalServer.InForce;
import io.github.rdpdiagnosis.azure.guest.TerminalServer.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Windows Firewall does to a new inbound TCP connection to the listener's port.
 *
 * @param outcome what
 * @param rules ids of the rules that decide, or would have to
 * @param byPolicy whether what decides comes from policy
 * @param remoteAddresses for {@link Outcome#OPEN_TO_SOME} and a block rule for some clients: whom
 *     it is for
 */
public record InboundDecision(
    Outcome outcome, List<String> rules, boolean byPolicy, List<String> remoteAddresses) {
  /** Copies the lists. */
  public InboundDecision {
    rules = List.copyOf(rules);
    remoteAddresses = List.copyOf(remoteAddresses);
  }

  /** The ways to decide, in the order in which Windows Firewall looks. */
  public enum Outcome {
    /** The firewall is off. */
    FIREWALL_OFF,
    /** All inbound connections are blocked, whatever rules say. */
    BLOCKS_ALL,
    /** A block rule for everybody matches: it beats every allow rule. */
    BLOCK_RULE,
    /** A block rule matches for some clients only. */
    BLOCK_RULE_FOR_SOME,
    /** An allow rule matches for everybody. */
    OPEN,
    /** Allow rules match for some clients only. */
    OPEN_TO_SOME,
    /** No rule is needed: the profile lets in what no rule blocks. */
    OPEN_BY_DEFAULT,
    /** There is a local allow rule, and policy keeps local rules from counting. */
    LOCAL_RULES_NOT_MERGED,
    /** There is an allow rule for the port, for profiles that are not active. */
    OTHER_PROFILE,
    /** The rule that would allow is switched off. */
    RULE_OFF,
    /** No rule is about the port. */
    NO_RULE;

    /**
     * Whether every client is kept out.
     *
     * @return true for the outcomes that block
     */
    public boolean isBlocking() {
      return switch (this) {
        case BLOCKS_ALL, BLOCK_RULE, LOCAL_RULES_NOT_MERGED, OTHER_PROFILE, RULE_OFF, NO_RULE ->
            true;
        default -> false;
      };
    }
  }

  static Item<InboundDecision> of(GuestFirewall firewall, long port) {
    Item<Listing<Long>> networks = firewall.networks();
    Optional<Listing<Long>> categories = networks.known();
    if (categories.isEmpty()) {
      return new Item.NotRead<>(
          "the active profile is not known: " + networks.gap().orElse("no network"));
    }
    Set<ProfileName> active = new TreeSet<>();
    categories
        .get()
        .entries()
        .forEach(category -> ProfileName.ofCategory(category).ifPresent(active::add));
    if (active.isEmpty() || !categories.get().isComplete()) {
      return new Item.NotRead<>("the active profile is not known: no connected network is listed");
    }
    List<Item<InboundDecision>> decisions =
        active.stream().map(profile -> new Weighing(firewall, profile, port).decide()).toList();
    return decisions.stream().distinct().count() == 1
        ? decisions.get(0)
        : new Item.NotRead<>("the active profiles " + active + " decide differently");
  }

  /** The walk through one profile. */
  private static final class Weighing {
    private final Profile settings;
    private final String profile;
    private final long port;
    private final List<FirewallRule> rules = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    Weighing(GuestFirewall firewall, ProfileName profile, long port) {
      this.settings =
          Optional.ofNullable(firewall.profiles().get(profile))
              .orElseThrow(() -> new IllegalArgumentException("no profile " + profile));
      this.profile = profile.word();
      this.port = port;
      for (Item<Listing<FirewallRule>> store : firewall.rules()) {
        store.known().ifPresent(list -> rules.addAll(list.entries()));
        store.gap().ifPresent(gap -> gaps.add("rules were not read: " + gap));
        store
            .known()
            .filter(list -> !list.isComplete())
            .ifPresent(list -> gaps.add(list.leftOut() + " rules were left out"));
      }
    }

    private Item<InboundDecision> unknown(String because) {
      return new Item.NotRead<>(because);
    }

    private static Item<InboundDecision> decided(
        Outcome outcome, List<FirewallRule> by, boolean policy) {
      return new Item.Present<>(
          new InboundDecision(
              outcome,
              by.stream().map(FirewallRule::id).toList(),
              policy,
              by.stream().flatMap(rule -> rule.remoteAddresses().stream()).distinct().toList()));
    }

    private static boolean fromPolicy(List<FirewallRule> rules) {
      return rules.stream().anyMatch(rule -> !rule.store().equals("local"));
    }

    Item<InboundDecision> decide() {
      Item<InForce> enabled = settings.inForce("EnableFirewall");
      if (enabled.gap().isPresent()) {
        return unknown("EnableFirewall: " + enabled.gap().get());
      }
      if (enabled.known().filter(set -> set.number() == 0).isPresent()) {
        return decided(Outcome.FIREWALL_OFF, List.of(), isPolicy(enabled));
      }
      Item<InForce> blocksAll = settings.inForce("DoNotAllowExceptions");
      if (blocksAll.gap().isPresent()) {
        return unknown("DoNotAllowExceptions: " + blocksAll.gap().get());
      }
      if (blocksAll.known().filter(set -> set.number() != 0).isPresent()) {
        return decided(Outcome.BLOCKS_ALL, List.of(), isPolicy(blocksAll));
      }
      return byRules();
    }

    private static boolean isPolicy(Item<InForce> setting) {
      return setting.known().filter(set -> set.origin() == Origin.POLICY).isPresent();
    }

    private Stream<FirewallRule> aboutPort() {
      return rules.stream().filter(rule -> rule.inbound() && rule.coversPort(port));
    }

    private Item<InboundDecision> byRules() {
      Optional<Boolean> merges = settings.mergesLocalRules().known();
      if (merges.isEmpty()) {
        return unknown("AllowLocalPolicyMerge: " + settings.mergesLocalRules().gap().orElse(""));
      }
      List<FirewallRule> inForce =
          aboutPort()
              .filter(rule -> rule.active() && rule.isFor(profile))
              .filter(rule -> merges.get() || !rule.store().equals("local"))
              .toList();
      List<FirewallRule> blocks = inForce.stream().filter(rule -> !rule.allows()).toList();
      List<FirewallRule> forAll =
          blocks.stream()
              .filter(rule -> rule.isForAnyClient() && rule.conditions().isEmpty())
              .toList();
      if (!forAll.isEmpty()) {
        return decided(Outcome.BLOCK_RULE, forAll, fromPolicy(forAll));
      }
      if (!gaps.isEmpty()) {
        return unknown(String.join("; ", gaps));
      }
      Optional<FirewallRule> conditional =
          inForce.stream().filter(rule -> !rule.conditions().isEmpty()).findFirst();
      if (conditional.isPresent()) {
        return unknown(
            "rule "
                + conditional.get().id()
                + " has conditions that are not weighed: "
                + new TreeSet<>(conditional.get().conditions()));
      }
      if (!blocks.isEmpty()) {
        return decided(Outcome.BLOCK_RULE_FOR_SOME, blocks, fromPolicy(blocks));
      }
      return byAllowRules(inForce, merges.get());
    }

    private Item<InboundDecision> byAllowRules(List<FirewallRule> allows, boolean merges) {
      List<FirewallRule> forAll = allows.stream().filter(FirewallRule::isForAnyClient).toList();
      if (!forAll.isEmpty()) {
        return decided(Outcome.OPEN, forAll, fromPolicy(forAll));
      }
      Item<InForce> byDefault = settings.inForce("DefaultInboundAction");
      if (byDefault.gap().isPresent()) {
        return unknown("DefaultInboundAction: " + byDefault.gap().get());
      }
      // 0 allows, 1 blocks; blocking is Windows' default.
      if (byDefault.known().filter(set -> set.number() == 0).isPresent()) {
        return decided(Outcome.OPEN_BY_DEFAULT, List.of(), isPolicy(byDefault));
      }
      if (!allows.isEmpty()) {
        return decided(Outcome.OPEN_TO_SOME, allows, fromPolicy(allows));
      }
      return nothingAllows(merges);
    }

    /** Which rule would have let the connection in. */
    private Item<InboundDecision> nothingAllows(boolean merges) {
      List<FirewallRule> allows = aboutPort().filter(FirewallRule::allows).toList();
      List<FirewallRule> active = allows.stream().filter(FirewallRule::active).toList();
      List<FirewallRule> here = active.stream().filter(rule -> rule.isFor(profile)).toList();
      if (!merges && !here.isEmpty()) {
        return decided(Outcome.LOCAL_RULES_NOT_MERGED, here, true);
      }
      if (!active.isEmpty()) {
        return decided(Outcome.OTHER_PROFILE, active, fromPolicy(active));
      }
      return allows.isEmpty()
          ? decided(Outcome.NO_RULE, List.of(), false)
          : decided(Outcome.RULE_OFF, allows, fromPolicy(allows));
    }
  }
}
