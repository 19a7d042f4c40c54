package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A resource as ARM itself writes it, from any of the forms in which tools print it. The command
 * line {@code az} lifts the members of {@code properties} one level up, in the resource and in the
 * resources nested in it, spells a few names differently, and writes {@code null} for what is not
 * there.
 */
final class ArmShape {
  /** What stands beside {@code properties}, in lower case. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "id",
          "name",
          "type",
          "location",
          "tags",
          "etag",
          "zones",
          "sku",
          "kind",
          "identity",
          "plan",
          "managedby",
          "extendedlocation",
          "resourcegroup",
          "subscriptionid",
          "tenantid",
          "apiversion",
          "systemdata",
          "resources",
          "dependson",
          "properties");

  /** Names that {@code az} may spell in another case, by their lower case. */
  private static final Map<String, String> SPELLING =
      Stream.of(
              "privateIPAddress",
              "privateIPAddressVersion",
              "privateIPAllocationMethod",
              "publicIPAddress",
              "publicIPAddresses",
              "publicIPAddressVersion",
              "publicIPAllocationMethod",
              "publicIPPrefix",
              "publicIPPrefixes",
              "enableIPForwarding",
              "enableFloatingIP",
              "frontendIPConfiguration",
              "frontendIPConfigurations",
              "backendIPConfiguration",
              "backendIPConfigurations",
              "networkInterfaceIPConfiguration",
              "hubIPAddresses",
              "publicIPs",
              "nextHopIpAddress",
              "enableTcpReset",
              "vmSize",
              "osType",
              "vmAgent",
              "vmId",
              "natRuleCollections",
              "disableBgpRoutePropagation")
          .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

  /** Lists of nested resources that have no id of their own. */
  private static final Set<String> WITHOUT_ID = Set.of("loadBalancerBackendAddresses");

  /** Types whose SKU is one of the properties and not beside them. */
  private static final Set<String> SKU_WITHIN =
      Set.of(
          "microsoft.network/azurefirewalls",
          "microsoft.network/firewallpolicies",
          "microsoft.network/virtualnetworkgateways");

  private ArmShape() {}

  /** The resource in ARM's own form; the argument is left as it is. */
  static ObjectNode of(ObjectNode resource) {
    boolean nests =
        !ArmJson.raw(resource.path("id")).toLowerCase(Locale.ROOT).contains("/microsoft.security/");
    ObjectNode shaped = (ObjectNode) shaped(resource, nests);
    if (!shaped.path("properties").isObject()) {
      wrap(shaped);
      if (SKU_WITHIN.contains(type(shaped.path("id").asText()))
          && shaped.path("properties") instanceof ObjectNode properties
          && shaped.has("sku")) {
        properties.set("sku", shaped.remove("sku"));
      }
    }
    if (!shaped.path("properties").isObject()) {
      shaped.set("properties", JsonNodeFactory.instance.objectNode());
    }
    powerState((ObjectNode) shaped.path("properties"));
    return shaped;
  }

  private static JsonNode shaped(JsonNode node, boolean nests) {
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> copy.add(nested(item, nests, false)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!member.getValue().isNull()) {
        String name =
            SPELLING.getOrDefault(member.getKey().toLowerCase(Locale.ROOT), member.getKey());
        copy.set(name, member(name, member.getValue(), nests));
      }
    }
    return copy;
  }

  private static JsonNode member(String name, JsonNode value, boolean nests) {
    if (value.isArray() && WITHOUT_ID.contains(name)) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> copy.add(nested(item, nests, true)));
      return copy;
    }
    return nested(value, nests, false);
  }

  private static JsonNode nested(JsonNode node, boolean nests, boolean always) {
    JsonNode copy = shaped(node, nests);
    boolean isResource =
        copy instanceof ObjectNode object
            && !object.path("properties").isObject()
            && (always || object.path("id").asText().startsWith("/"));
    if (nests && isResource) {
      wrap((ObjectNode) copy);
    }
    return copy;
  }

  /** Puts everything that is not of the envelope under {@code properties}, if there is any. */
  private static void wrap(ObjectNode object) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!ENVELOPE.contains(member.getKey().toLowerCase(Locale.ROOT))) {
        properties.set(member.getKey(), member.getValue());
      }
    }
    if (!properties.isEmpty()) {
      properties.properties().forEach(member -> object.remove(member.getKey()));
      object.set("properties", properties);
    }
  }

  /** {@code az vm show -d} writes "VM running" in place of an instance view. */
  private static void powerState(ObjectNode properties) {
    String text = properties.path("powerState").asText();
    if (text.regionMatches(true, 0, "VM ", 0, 3) && !properties.path("instanceView").isObject()) {
      ObjectNode view = properties.putObject("instanceView");
      view.putArray("statuses").addObject().put("code", "PowerState/" + text.substring(3));
    }
  }

  /** The type that an id is of, in lower case, such as {@code microsoft.network/loadbalancers}. */
  static String type(String id) {
    String key = ArmId.key(id);
    int at = key.lastIndexOf("/providers/");
    if (at < 0) {
      return "";
    }
    String[] segments = key.substring(at + "/providers/".length()).split("/", -1);
    StringBuilder type = new StringBuilder(segments[0]);
    for (int i = 1; i < segments.length; i += 2) {
      type.append('/').append(segments[i]);
    }
    return type.toString();
  }
}
