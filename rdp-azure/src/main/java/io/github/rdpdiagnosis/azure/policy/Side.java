package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of one side of a rule, as far as they are the same for every VM, and the names
 * whose addresses are not.
 *
 * @param literal what blocks, {@code *} and service tags of the user's list stand for
 * @param virtualNetwork whether the tag VirtualNetwork is named
 * @param internet whether the tag Internet is named
 * @param unknown tags and texts whose addresses are not known, with what would settle it
 * @param groupIds ASGs
 * @param blank whether nothing is named, which is unreadable and never "any"
 */
record Side(
    AddressSet literal,
    boolean virtualNetwork,
    boolean internet,
    List<Unknown> unknown,
    List<String> groupIds,
    boolean blank) {

  /** A name without addresses; two rules that name it mean the same addresses. */
  record Unknown(String name, Doubt doubt) {}

  Side {
    unknown = List.copyOf(unknown);
    groupIds = List.copyOf(groupIds);
  }

  static Side of(Endpoint endpoint, ServiceTags tags) {
    List<Prefix> blocks = new ArrayList<>();
    AddressSet named = AddressSet.empty();
    boolean virtualNetwork = false;
    boolean internet = false;
    List<Unknown> unknown = new ArrayList<>();
    for (String text : endpoint.prefixes()) {
      String value = text.strip();
      if (startsWithDigit(value) && block(value, blocks)) {
        continue; // most are, in the longest lists
      }
      switch (value.toUpperCase(Locale.ROOT)) {
        case "*", "ANY" -> named = AddressSet.all();
        case "VIRTUALNETWORK", "VIRTUAL_NETWORK" -> virtualNetwork = true;
        case "INTERNET" -> internet = true;
        case "AZURELOADBALANCER", "AZURE_LOADBALANCER" ->
            named = named.union(AddressSpaces.LOAD_BALANCER);
        default -> {
          Optional<AddressSet> tag = tags.addresses(value);
          if (tag.isPresent()) {
            named = named.isEmpty() ? tag.get() : named.union(tag.get());
          } else if (!block(value, blocks)) {
            unknown.add(new Unknown(value.toUpperCase(Locale.ROOT), doubt(value, tags)));
          }
        }
      }
    }
    AddressSet literal =
        blocks.isEmpty()
            ? named
            : named.isEmpty() ? AddressSet.of(blocks) : named.union(AddressSet.of(blocks));
    return new Side(
        literal,
        virtualNetwork,
        internet,
        unknown,
        endpoint.applicationSecurityGroupIds(),
        endpoint.prefixes().isEmpty() && endpoint.applicationSecurityGroupIds().isEmpty());
  }

  private static boolean startsWithDigit(String value) {
    return !value.isEmpty() && value.charAt(0) >= '0' && value.charAt(0) <= '9';
  }

  private static boolean block(String value, List<Prefix> blocks) {
    try {
      blocks.add(Prefix.parse(value));
      return true;
    } catch (IllegalArgumentException e) {
      return false; // a tag, or a block that Azure would not take either
    }
  }

  private static Doubt doubt(String value, ServiceTags tags) {
    if (!ServiceTags.isName(value)) {
      return new Doubt(
          "'" + value + "' is neither an address block nor a service tag",
          "a corrected copy of the rule");
    }
    return tags.isEmpty()
        ? new Doubt(
            "the addresses of service tag '" + value + "' are not in the snapshot",
            AddressSpaces.EFFECTIVE_RULES + ", or Azure's list of service tags (--service-tags)")
        : new Doubt(
            "service tag '" + value + "' is not in the list of " + tags.title(),
            "the list of the VM's cloud, of a date when the tag existed");
  }

  /** Whether the addresses are the same for every VM and fully known. */
  boolean isFixed() {
    return !virtualNetwork && !internet && unknown.isEmpty() && groupIds.isEmpty() && !blank;
  }

  /** Whether it is the tag VirtualNetwork and nothing else. */
  boolean isVirtualNetwork() {
    return virtualNetwork
        && !internet
        && literal.isEmpty()
        && unknown.isEmpty()
        && groupIds.isEmpty();
  }

  /** What is not known here, by name: a rule that did not match settles that it does not hold. */
  Set<String> unknownNames() {
    Set<String> names = new LinkedHashSet<>();
    unknown.forEach(each -> names.add(each.name()));
    groupIds.forEach(id -> names.add(id.toLowerCase(Locale.ROOT)));
    return names;
  }
}
