package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the files hold, sorted by what it is. The content tells what a document is: a resource, a
 * list of them in any of the forms of ARM, {@code az} or Resource Graph, a template, an answer of
 * one operation, a classic deployment, a snapshot.
 */
final class ImportedDocuments {
  private static final int MAX_RESOURCES = 50_000;

  /** Answers about one flow, which are no configuration. */
  private static final Set<String> FLOW_ANSWERS =
      Set.of("connectionStatus", "nextHopType", "access", "results", "networkInterfaces");

  /**
   * A resource.
   *
   * @param rank 1 for one that stood in another
   */
  record Resource(
      String id,
      ObjectNode body,
      Instant at,
      int rank,
      boolean fromTemplate,
      String file,
      String place) {
    String type() {
      return ArmShape.type(id);
    }
  }

  /** A document of another kind, and when its file was written. */
  record Dated<T>(T value, Instant at, String file) {}

  /** The later first; documents of one time in an order that no other document changes. */
  static final Comparator<Resource> LATEST =
      Comparator.comparing(Resource::at)
          .reversed()
          .thenComparing(Resource::rank)
          .thenComparing(resource -> resource.body().toString());

  /** When the oldest of the files was written. */
  Instant oldest = Instant.MAX;

  final List<Resource> resources = new ArrayList<>();
  final List<Dated<JsonNode>> templates = new ArrayList<>();
  final Map<String, JsonNode> templateValues = new HashMap<>();
  final List<Dated<JsonNode>> instanceViews = new ArrayList<>();
  final List<Dated<JsonNode>> effectiveGroups = new ArrayList<>();
  final List<Dated<JsonNode>> effectiveRoutes = new ArrayList<>();
  final List<Dated<JsonNode>> bootDiagnostics = new ArrayList<>();
  final List<Dated<SerialLog>> serialLogs = new ArrayList<>();
  final List<Dated<ClassicDeployment>> classic = new ArrayList<>();
  final List<Dated<VmSnapshot>> snapshots = new ArrayList<>();
  final List<ImportProblem> problems = new ArrayList<>();

  void problem(String file, String place, String problem) {
    problems.add(new ImportProblem(file, place, problem));
  }

  /** A document that starts with a brace or a bracket. */
  void json(byte[] bytes, Instant at, String file) {
    try {
      byte[] utf8 = EncodedText.decode(bytes).getBytes(StandardCharsets.UTF_8);
      JsonNode root = StrictJson.readTree(utf8, Integer.MAX_VALUE, file);
      if (root.has("schemaVersion") && root.has("vmId")) {
        snapshots.add(new Dated<>(VmSnapshotCodec.read(utf8, file), at, file));
      } else {
        document(root, at, file);
      }
    } catch (JsonDocumentException e) {
      problem(file, e.place(), e.problem());
    }
  }

  private void document(JsonNode root, Instant at, String file) {
    if (root.isArray()) {
      list(root, "$", at, file);
    } else if (ArmTemplate.isTemplate(root)) {
      templates.add(new Dated<>(root, at, file));
    } else if (ArmTemplate.isParameters(root)) {
      root.path("parameters")
          .properties()
          .forEach(
              parameter -> {
                if (parameter.getValue().has("value")) {
                  templateValues.put(
                      parameter.getKey().toLowerCase(Locale.ROOT),
                      parameter.getValue().path("value"));
                }
              });
    } else if (ArmJson.raw(root.path("id")).startsWith("/")) {
      resource(root, "$", at, file);
    } else if (root.path("value").isArray()) {
      value(root, at, file);
    } else if (root.path("data").isArray()) {
      graph(root, at, file);
    } else {
      answer(root, at, file);
    }
  }

  private void value(JsonNode root, Instant at, String file) {
    JsonNode list = root.path("value");
    JsonNode first = list.path(0);
    if (first.has("effectiveSecurityRules")) {
      effectiveGroups.add(new Dated<>(root, at, file));
    } else if (first.has("nextHopType") && first.has("addressPrefix")) {
      effectiveRoutes.add(new Dated<>(root, at, file));
    } else {
      list(list, "$.value", at, file);
    }
    if (!ArmJson.raw(root.path("nextLink")).isEmpty()) {
      problem(file, "$.nextLink", "the list goes on: only its first page is here");
    }
  }

  private void graph(JsonNode root, Instant at, String file) {
    list(root.path("data"), "$.data", at, file);
    if (!ArmJson.raw(root.path("skip_token")).isEmpty()
        || !ArmJson.raw(root.path("$skipToken")).isEmpty()
        || !ArmJson.raw(root.path("skipToken")).isEmpty()
        || root.path("resultTruncated").asText().equals("true")) {
      problem(file, "$", "the result goes on: only its first page is here");
    }
  }

  private void list(JsonNode list, String place, Instant at, String file) {
    if (list.isEmpty()) {
      problem(file, place, "an empty list, which does not tell of what");
    }
    for (int i = 0; i < list.size(); i++) {
      String here = place + "[" + i + "]";
      if (ArmJson.raw(list.get(i).path("id")).startsWith("/")) {
        resource(list.get(i), here, at, file);
      } else {
        problem(file, here, "expected a resource with its id");
      }
    }
  }

  private void resource(JsonNode node, String place, Instant at, String file) {
    if (!(node instanceof ObjectNode object)
        || ArmShape.type(ArmJson.raw(node.path("id"))).isEmpty()) {
      problem(file, place, "expected a resource with its id, /subscriptions/…/providers/…");
      return;
    }
    add(ArmShape.of(object), place, at, file, false);
  }

  /** A resource in ARM's form, and the subnets that stand in a network. */
  void add(ObjectNode shaped, String place, Instant at, String file, boolean fromTemplate) {
    if (resources.size() >= MAX_RESOURCES) {
      throw new IllegalArgumentException(
          file
              + ": at "
              + place
              + ": expected at most "
              + MAX_RESOURCES
              + " resources in all files");
    }
    String id = shaped.path("id").asText();
    resources.add(new Resource(id, shaped, at, 0, fromTemplate, file, place));
    if (ArmShape.type(id).equals("microsoft.network/virtualnetworks")) {
      int i = 0;
      for (JsonNode subnet : shaped.path("properties").path("subnets")) {
        String here = place + ".subnets[" + i++ + "]";
        if (subnet instanceof ObjectNode object && fromTemplate && !object.has("id")) {
          object.put("id", id + "/subnets/" + object.path("name").asText());
        }
        // A link to a subnet has nothing but its id.
        if (subnet instanceof ObjectNode object && object.path("properties").isObject()) {
          resources.add(
              new Resource(object.path("id").asText(), object, at, 1, fromTemplate, file, here));
        }
      }
    }
  }

  /** What one operation answered. */
  private void answer(JsonNode root, Instant at, String file) {
    if (root.path("error").isObject()) {
      String code = ArmJson.raw(root.path("error").path("code"));
      problem(
          file,
          "$.error",
          "Azure answered with an error" + (code.matches("[A-Za-z0-9.]{1,80}") ? ": " + code : ""));
    } else if (root.has("consoleScreenshotBlobUri") || root.has("serialConsoleLogBlobUri")) {
      bootDiagnostics.add(new Dated<>(root, at, file));
    } else if (root.has("vmAgent") || root.path("statuses").isArray()) {
      instanceViews.add(new Dated<>(root, at, file));
    } else if (FLOW_ANSWERS.stream().anyMatch(root::has)
        || (root.has("resources") && root.has("createdDateTime"))) {
      problem(file, "$", "an answer of Network Watcher, which is no configuration");
    } else {
      problem(
          file,
          "$",
          "expected a resource with its id, a list of them, a template, or an answer of one of"
              + " the operations that the manual names");
    }
  }
}
