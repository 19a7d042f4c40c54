package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.TemplateExpression.NotEvaluated;
import io.github.rdpdiagnosis.azure.TemplateExpression.Unknown;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The resources of an ARM template, such as "Export template" writes: a template has no ids, so
 * they are put together for the subscription and resource group that are given. Members whose value
 * only Azure can tell are left out and named.
 */
final class ArmTemplate {
  private static final int MAX_NESTING = 6;

  /** Called with the place of a resource and the resource. */
  interface Resources extends BiConsumer<String, ObjectNode> {}

  /** Called with a place and what is wrong there. */
  interface Problems extends BiConsumer<String, String> {}

  private final JsonNode template;
  private final Map<String, JsonNode> values;
  private final String subscription;
  private final String group;
  private final Resources resources;
  private final Problems problems;
  private final TemplateExpression.Names names = new TemplateNames();
  private int unevaluated;

  /**
   * A template.
   *
   * @param values parameters from parameter files, by lower-case name
   */
  ArmTemplate(
      JsonNode template,
      Map<String, JsonNode> values,
      String subscription,
      String group,
      Resources resources,
      Problems problems) {
    this.template = template;
    this.values = values;
    this.subscription = subscription;
    this.group = group;
    this.resources = resources;
    this.problems = problems;
  }

  static boolean isTemplate(JsonNode root) {
    return schema(root).contains("deploymenttemplate.json")
        && root.path("resources").isContainerNode();
  }

  static boolean isParameters(JsonNode root) {
    return schema(root).contains("deploymentparameters.json") && root.path("parameters").isObject();
  }

  private static String schema(JsonNode root) {
    return root.path("$schema").asText().toLowerCase(Locale.ROOT);
  }

  void read() {
    resources(template.path("resources"), "$.resources", "", "", 0);
  }

  private void resources(JsonNode list, String place, String parentType, String parent, int deep) {
    int i = 0;
    for (JsonNode resource : list) {
      String at = place + "[" + i++ + "]";
      if (resource instanceof ObjectNode object && deep < MAX_NESTING) {
        resource(object, at, parentType, parent, deep);
      } else {
        problems.accept(at, "expected a resource");
      }
    }
  }

  private void resource(
      ObjectNode resource, String at, String parentType, String parent, int deep) {
    if (resource.has("copy")) {
      problems.accept(at, "a resource in a copy loop is not evaluated");
      return;
    }
    if (resource.has("condition")
        && !value(resource.path("condition"), at + ".condition").asText().equals("true")) {
      problems.accept(at, "a resource under a condition is not evaluated");
      return;
    }
    String type = join(parentType, resource.path("type").asText());
    String name = join(parent, value(resource.path("name"), at + ".name").asText());
    if (type.toLowerCase(Locale.ROOT).equals("microsoft.resources/deployments")) {
      problems.accept(at, "a nested deployment is not evaluated");
      return;
    }
    try {
      int before = unevaluated;
      ObjectNode evaluated = (ObjectNode) value(resource, at);
      if (unevaluated > before && type.toLowerCase(Locale.ROOT).startsWith("microsoft.network/")) {
        // A rule without its source or a NIC without its NSG would say something else.
        problems.accept(at, "left out, because a part of it is not known");
        return;
      }
      evaluated.put("id", TemplateExpression.id(subscription, group, type, name));
      evaluated.put("name", ArmId.name(name));
      evaluated.put("type", type);
      resources.accept(at, evaluated);
    } catch (NotEvaluated e) {
      problems.accept(at, "the resource has no id here: " + e.getMessage());
      return;
    }
    resources(resource.path("resources"), at + ".resources", type, name, deep + 1);
  }

  private static String join(String parent, String own) {
    return parent.isEmpty() || own.startsWith(parent + "/") ? own : parent + "/" + own;
  }

  /** The value of a node; what cannot be evaluated in it is left out. */
  private JsonNode value(JsonNode node, String at) {
    if (node.isTextual() && TemplateExpression.isExpression(node.asText())) {
      try {
        return TemplateExpression.evaluate(node.asText(), names, 0);
      } catch (NotEvaluated e) {
        unevaluated++;
        problems.accept(at, "cannot be evaluated here: " + e.getMessage());
        return JsonNodeFactory.instance.missingNode();
      }
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        JsonNode value = value(node.get(i), at + "[" + i + "]");
        if (!value.isMissingNode()) {
          copy.add(value);
        }
      }
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String name = member.getKey();
        if (!name.equals("dependsOn") && !name.equals("resources")) {
          JsonNode value = value(member.getValue(), at + "." + name);
          if (!value.isMissingNode()) {
            copy.set(name, value);
          }
        }
      }
      return copy;
    }
    return node;
  }

  private final class TemplateNames implements TemplateExpression.Names {
    @Override
    public JsonNode parameter(String name, int depth) {
      JsonNode given = values.get(name.toLowerCase(Locale.ROOT));
      return given != null
          ? given
          : named(template.path("parameters").path(name).path("defaultValue"), "parameter", depth);
    }

    @Override
    public JsonNode variable(String name, int depth) {
      return named(template.path("variables").path(name), "variable", depth);
    }

    private JsonNode named(JsonNode value, String kind, int depth) {
      if (value.isMissingNode() || value.isNull()) {
        throw new Unknown("a " + kind + " without a value");
      }
      if (!value.isTextual() || !TemplateExpression.isExpression(value.asText())) {
        return value;
      }
      try {
        return TemplateExpression.evaluate(value.asText(), this, depth);
      } catch (NotEvaluated e) {
        throw new Unknown(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public String subscription() {
      return subscription;
    }

    @Override
    public String resourceGroup() {
      return group;
    }
  }
}
