package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.RuleFinding.Severity;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.PortRange;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with the texts of an NSG's rules. Source: learn.microsoft.com, "Network security
 * groups overview", properties of a security rule.
 */
public final class RuleFindings {
  private static final int LOWEST = 100;
  private static final int HIGHEST = 4096;
  private static final Set<String> DIRECTIONS = Set.of("Inbound", "Outbound");
  private static final Set<String> ACCESSES = Set.of("Allow", "Deny");
  private static final Set<String> PROTOCOLS = Set.of("Tcp", "Udp", "Icmp", "Esp", "Ah", "*");
  private static final Set<String> EVERY_PROTOCOL = Set.of("ALL", "ANY");
  private static final Set<String> TAGS = Set.of("VirtualNetwork", "Internet", "AzureLoadBalancer");
  private static final Set<String> CLASSIC_TAGS =
      Set.of("VIRTUAL_NETWORK", "AZURE_LOADBALANCER", "ANY");

  private final String group;
  private final List<RuleFinding> findings = new ArrayList<>();

  private RuleFindings(String group) {
    this.group = group;
  }

  /**
   * All that is wrong with the rules of an NSG.
   *
   * @param group the NSG
   * @return in the order of the rules; empty where all is as Azure writes it
   */
  public static List<RuleFinding> of(NetworkSecurityGroup group) {
    RuleFindings all = new RuleFindings(group.name());
    Map<String, SecurityRule> byPriority = new HashMap<>();
    for (SecurityRule rule : group.rules()) {
      all.priority(rule, byPriority);
      all.word(rule, "direction", rule.direction(), DIRECTIONS, Set.of());
      all.word(rule, "access", rule.access(), ACCESSES, Set.of());
      all.word(rule, "protocol", rule.protocol(), PROTOCOLS, EVERY_PROTOCOL);
      all.side(rule, "source", rule.source());
      all.side(rule, "destination", rule.destination());
    }
    return List.copyOf(all.findings);
  }

  private void add(Severity severity, SecurityRule rule, String field, String value, String what) {
    findings.add(new RuleFinding(severity, group, rule.name(), field, value, what));
  }

  private void error(SecurityRule rule, String field, String value, String what) {
    add(Severity.ERROR, rule, field, value, what);
  }

  private void priority(SecurityRule rule, Map<String, SecurityRule> byPriority) {
    if (rule.priority().isEmpty()) {
      error(
          rule,
          "priority",
          "",
          "is missing or no whole number: the order of the rules cannot be told");
      return;
    }
    int priority = rule.priority().get();
    if (!rule.isDefault() && (priority < LOWEST || priority > HIGHEST)) {
      error(
          rule,
          "priority",
          Integer.toString(priority),
          "is not in " + LOWEST + " to " + HIGHEST + "; it is ordered by its number all the same");
    }
    String key = rule.direction().strip().toUpperCase(Locale.ROOT) + " " + priority;
    SecurityRule twin = byPriority.put(key, rule);
    if (twin != null) {
      error(
          rule,
          "priority",
          Integer.toString(priority),
          "is that of rule " + twin.name() + " too: which comes first cannot be told");
    }
  }

  private void word(
      SecurityRule rule, String field, String value, Set<String> words, Set<String> more) {
    String word = value.strip();
    if (words.contains(value) || more.contains(word.toUpperCase(Locale.ROOT))) {
      return;
    }
    Optional<String> meant = words.stream().filter(word::equalsIgnoreCase).findFirst();
    if (meant.isPresent()) {
      add(Severity.NOTE, rule, field, value, "is read as " + meant.get());
    } else {
      error(
          rule,
          field,
          value,
          "is none of "
              + String.join(", ", words.stream().sorted().toList())
              + ": what it decides is left open");
    }
  }

  private void side(SecurityRule rule, String side, Endpoint endpoint) {
    String portField = side + "PortRange";
    if (endpoint.ports().isEmpty()) {
      error(rule, portField, "", "is missing: whether the rule matches is left open");
    }
    endpoint.ports().forEach(text -> port(rule, portField, text));
    String field = side + "AddressPrefix";
    boolean groups = !endpoint.applicationSecurityGroupIds().isEmpty();
    if (endpoint.prefixes().isEmpty() && !groups) {
      error(rule, field, "", "is missing, which does not mean any: it is left open");
    }
    if (!endpoint.prefixes().isEmpty() && groups) {
      error(
          rule,
          field,
          String.join(", ", endpoint.prefixes()),
          "stands beside application security groups; both are taken");
    }
    endpoint.prefixes().forEach(text -> prefix(rule, field, text));
  }

  private void port(SecurityRule rule, String field, String text) {
    if (text.strip().equalsIgnoreCase("Any")) {
      return;
    }
    try {
      PortRange.parse(text);
    } catch (IllegalArgumentException e) {
      error(rule, field, text, "is no port: " + e.getMessage() + "; it is left open");
    }
  }

  private void prefix(SecurityRule rule, String field, String text) {
    String value = text.strip();
    if (value.equals("*") || TAGS.contains(value)) {
      return;
    }
    if (CLASSIC_TAGS.contains(value.toUpperCase(Locale.ROOT))) {
      return;
    }
    Optional<String> tag = TAGS.stream().filter(value::equalsIgnoreCase).findFirst();
    if (tag.isPresent()) {
      add(Severity.NOTE, rule, field, text, "is read as " + tag.get());
      return;
    }
    try {
      Prefix block = Prefix.parse(value);
      int slash = value.indexOf('/');
      if (slash >= 0 && !IpAddress.parse(value.substring(0, slash)).equals(block.first())) {
        add(Severity.NOTE, rule, field, text, "has host bits set; it is read as " + block);
      }
    } catch (IllegalArgumentException e) {
      if (!ServiceTags.isName(value)) {
        error(
            rule,
            field,
            text,
            "is neither an address block nor a service tag: "
                + e.getMessage()
                + "; it is left open");
      }
    }
  }
}
