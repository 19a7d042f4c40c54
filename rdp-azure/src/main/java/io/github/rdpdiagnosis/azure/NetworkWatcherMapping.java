package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Network Watcher's answers, from the raw replies: the SDK's model of IP flow verify drops the
 * rule's id, and its lists of words are behind those that the service uses.
 */
final class NetworkWatcherMapping {
  private NetworkWatcherMapping() {}

  static IpFlowVerdict ipFlow(JsonNode reply) {
    return new IpFlowVerdict(
        required(reply, "access"),
        ArmJson.text(reply.path("ruleName")),
        ArmJson.text(reply.path("ruleId")));
  }

  static NextHop nextHop(JsonNode reply) {
    return new NextHop(
        required(reply, "nextHopType"),
        ArmJson.text(reply.path("nextHopIpAddress")),
        // Azure writes "System Route" where no table decides.
        ArmJson.text(reply.path("routeTableId")).filter(id -> id.startsWith("/")));
  }

  static ConnectivityCheck connectivity(JsonNode reply) {
    return new ConnectivityCheck(
        required(reply, "connectionStatus"),
        ArmJson.number(reply.path("avgLatencyInMs")),
        ArmJson.number(reply.path("probesSent")),
        ArmJson.number(reply.path("probesFailed")),
        ArmJson.objects(reply.path("hops"), NetworkWatcherMapping::hop));
  }

  private static ConnectivityCheck.Hop hop(JsonNode hop) {
    return new ConnectivityCheck.Hop(
        ArmJson.raw(hop.path("id")),
        ArmJson.raw(hop.path("type")),
        ArmJson.text(hop.path("address")),
        // Azure writes "Internet" or nothing where there is no resource.
        ArmJson.text(hop.path("resourceId")).filter(id -> id.startsWith("/")),
        ArmJson.texts(hop.path("nextHopIds")),
        issues(hop).toList());
  }

  /** Those at the hop, and those on its links to the next ones. */
  private static Stream<ConnectivityCheck.Issue> issues(JsonNode hop) {
    return Stream.concat(
        ArmJson.objects(hop.path("issues"), NetworkWatcherMapping::issue).stream(),
        ArmJson.objects(hop.path("links"), link -> link).stream()
            .flatMap(
                link ->
                    ArmJson.objects(link.path("issues"), NetworkWatcherMapping::issue).stream()));
  }

  private static ConnectivityCheck.Issue issue(JsonNode issue) {
    SortedMap<String, String> context = new TreeMap<>();
    for (JsonNode entry : ArmJson.objects(issue.path("context"), entry -> entry)) {
      context.put(ArmJson.raw(entry.path("key")), ArmJson.raw(entry.path("value")));
    }
    return new ConnectivityCheck.Issue(
        ArmJson.raw(issue.path("type")),
        ArmJson.raw(issue.path("origin")),
        ArmJson.raw(issue.path("severity")),
        context);
  }

  static List<NsgDiagnostic> nsgDiagnostics(JsonNode reply) {
    return ArmJson.objects(
        reply.path("results"),
        result -> {
          JsonNode all = result.path("networkSecurityGroupResult");
          return new NsgDiagnostic(
              required(all, "securityRuleAccessResult"),
              ArmJson.objects(
                  all.path("evaluatedNetworkSecurityGroups"), NetworkWatcherMapping::group));
        });
  }

  private static NsgDiagnostic.Group group(JsonNode group) {
    JsonNode rule = group.path("matchedRule");
    return new NsgDiagnostic.Group(
        ArmJson.raw(group.path("networkSecurityGroupId")),
        ArmJson.text(group.path("appliedTo")),
        ArmJson.text(rule.path("ruleName")),
        ArmJson.text(rule.path("action")),
        ArmJson.objects(group.path("rulesEvaluationResult"), NetworkWatcherMapping::match));
  }

  private static NsgDiagnostic.RuleMatch match(JsonNode rule) {
    return new NsgDiagnostic.RuleMatch(
        ArmJson.raw(rule.path("name")),
        Stream.of("protocol", "source", "sourcePort", "destination", "destinationPort")
            .filter(part -> !ArmJson.flag(rule.path(part + "Matched")).orElse(true))
            .toList());
  }

  /** Without this there is no answer. */
  private static String required(JsonNode reply, String field) {
    return ArmJson.text(reply.path(field))
        .orElseThrow(() -> new IllegalStateException("Network Watcher's reply has no " + field));
  }
}
