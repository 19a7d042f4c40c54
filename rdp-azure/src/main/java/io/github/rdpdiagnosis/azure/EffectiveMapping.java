package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rules and routes as they work, from the raw replies of Microsoft.Network. */
final class EffectiveMapping {
  private EffectiveMapping() {}

  static List<EffectiveSecurityGroup> securityGroups(JsonNode reply) {
    return ArmJson.objects(reply.path("value"), EffectiveMapping::securityGroup);
  }

  private static EffectiveSecurityGroup securityGroup(JsonNode group) {
    JsonNode association = group.path("association");
    SortedMap<String, List<String>> tags = new TreeMap<>();
    group
        .path("tagMap")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), ArmJson.texts(tag.getValue())));
    return new EffectiveSecurityGroup(
        ArmJson.text(group.path("networkSecurityGroup").path("id")),
        ArmJson.text(association.path("subnet").path("id")),
        ArmJson.text(association.path("networkInterface").path("id")),
        ArmJson.text(association.path("networkManager").path("id")),
        ArmJson.objects(group.path("effectiveSecurityRules"), EffectiveMapping::rule),
        tags);
  }

  private static EffectiveSecurityGroup.Rule rule(JsonNode rule) {
    return new EffectiveSecurityGroup.Rule(
        ArmJson.raw(rule.path("name")),
        ArmJson.raw(rule.path("direction")),
        ArmJson.raw(rule.path("access")),
        ArmJson.raw(rule.path("protocol")),
        ArmJson.number(rule.path("priority")),
        ArmJson.merged(rule.path("sourceAddressPrefix"), rule.path("sourceAddressPrefixes")),
        ArmJson.merged(rule.path("sourcePortRange"), rule.path("sourcePortRanges")),
        ArmJson.merged(
            rule.path("destinationAddressPrefix"), rule.path("destinationAddressPrefixes")),
        ArmJson.merged(rule.path("destinationPortRange"), rule.path("destinationPortRanges")),
        ArmJson.texts(rule.path("expandedSourceAddressPrefix")),
        ArmJson.texts(rule.path("expandedDestinationAddressPrefix")));
  }

  static List<EffectiveRoute> routes(JsonNode reply) {
    return ArmJson.objects(
        reply.path("value"),
        route ->
            new EffectiveRoute(
                ArmJson.text(route.path("name")),
                ArmJson.raw(route.path("source")),
                ArmJson.raw(route.path("state")),
                ArmJson.texts(route.path("addressPrefix")),
                ArmJson.raw(route.path("nextHopType")),
                ArmJson.texts(route.path("nextHopIpAddress")),
                ArmJson.flag(route.path("disableBgpRoutePropagation"))));
  }

  static SecurityAdminRule adminRule(JsonNode rule) {
    JsonNode properties = rule.path("properties");
    String id = ArmJson.raw(rule.path("id"));
    return new SecurityAdminRule(
        ArmJson.text(rule.path("id")),
        ArmJson.text(rule.path("name")).orElse(ArmId.name(id)),
        ArmJson.raw(properties.path("access")),
        ArmJson.raw(properties.path("direction")),
        ArmJson.number(properties.path("priority")),
        ArmJson.raw(properties.path("protocol")),
        prefixes(properties.path("sources")),
        prefixes(properties.path("destinations")),
        ArmJson.texts(properties.path("sourcePortRanges")),
        ArmJson.texts(properties.path("destinationPortRanges")),
        ArmJson.text(rule.path("configurationDescription")));
  }

  private static List<String> prefixes(JsonNode items) {
    return ArmJson.objects(items, item -> ArmJson.raw(item.path("addressPrefix")));
  }
}
