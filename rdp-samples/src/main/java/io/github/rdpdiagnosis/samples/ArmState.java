package io.github.rdpdiagnosis.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the made-up Azure knows, and what its writes do to it: rules of network security groups with
 * ETags, power states that take a while, sizes, VMAccess, and settings inside a guest.
 */
final class ArmState {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final String VM =
      "(/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/virtualMachines/[^/]+)";
  private static final Pattern RULE =
      Pattern.compile("(/.*/networkSecurityGroups/[^/]+)/securityRules/([^/]+)");
  private static final Pattern POWER =
      Pattern.compile(VM + "/(start|restart|redeploy|deallocate|powerOff)");
  private static final Pattern EXTENSION = Pattern.compile(VM + "/extensions/([^/]+)");
  private static final Pattern SCRIPT = Pattern.compile(VM + "/runCommand");
  private static final String OPERATION = "/made-up/operations/";

  /** What is answered. */
  record Answer(int status, String body, Optional<String> etag, Optional<String> operation) {
    static Answer of(int status, JsonNode body) {
      return new Answer(
          status, text(body), Optional.ofNullable(body.path("etag").textValue()), Optional.empty());
    }

    static Answer error(int status, String code) {
      return of(
          status,
          JSON.createObjectNode()
              .set("error", JSON.createObjectNode().put("code", code).put("message", "made up")));
    }

    Answer following(String path) {
      return new Answer(status, body, etag, Optional.of(path));
    }
  }

  private final Map<String, ObjectNode> documents = new TreeMap<>();
  private final Map<String, Integer> guest = new TreeMap<>();
  private final Map<String, String> outputs = new TreeMap<>();

  /** VMs whose power state is on its way, and where to. */
  private final Map<String, String> underWay = new TreeMap<>();

  private int revision = 100;
  private int operations;

  private static String key(String path) {
    return path.toLowerCase(Locale.ROOT);
  }

  private ObjectNode document(String path) {
    return Objects.requireNonNull(documents.get(key(path)), path);
  }

  static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(JSON.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  synchronized void put(String path, String body) {
    documents.put(key(path), parse(body));
    underWay.remove(key(path));
  }

  synchronized void forget() {
    documents.clear();
    guest.clear();
    outputs.clear();
    underWay.clear();
  }

  synchronized void output(String vm, String printed) {
    outputs.put(key(vm), printed);
  }

  synchronized void setting(String vm, String word, int value) {
    keep(key(vm) + " " + word, value);
  }

  /** What is 0 is as if it had never been set. */
  private void keep(String name, int value) {
    if (value == 0) {
      guest.remove(name);
    } else {
      guest.put(name, value);
    }
  }

  /** Takes note of everything; what is given back brings it back. */
  synchronized Runnable remember() {
    Map<String, ObjectNode> then = new TreeMap<>();
    documents.forEach((path, document) -> then.put(path, document.deepCopy()));
    Map<String, Integer> settings = new TreeMap<>(guest);
    Map<String, String> onTheirWay = new TreeMap<>(underWay);
    return () -> {
      synchronized (this) {
        replace(documents, then);
        replace(guest, settings);
        replace(underWay, onTheirWay);
      }
    };
  }

  private static <V> void replace(Map<String, V> map, Map<String, V> other) {
    map.clear();
    map.putAll(other);
  }

  /** All of it as one text, without what only counts changes. */
  synchronized String all() {
    ObjectNode all = JSON.createObjectNode();
    documents.forEach((path, document) -> all.set(path, document));
    guest.forEach((setting, value) -> all.put(setting, value));
    ObjectNode copy = all.deepCopy();
    copy.findParents("etag").forEach(parent -> ((ObjectNode) parent).remove("etag"));
    return text(copy);
  }

  synchronized Answer answer(
      String method, String path, String body, Map<String, String> conditions) {
    Matcher rule = RULE.matcher(path);
    Matcher power = POWER.matcher(path);
    Matcher extension = EXTENSION.matcher(path);
    Matcher script = SCRIPT.matcher(path);
    if (method.equals("GET")) {
      return rule.matches() ? readRule(rule) : read(path);
    } else if (rule.matches() && method.matches("PUT|DELETE")) {
      return writeRule(rule, method, body, conditions);
    } else if (method.equals("PUT") && path.matches(".*/networkInterfaces/[^/]+")) {
      return nic(path, parse(body), conditions);
    } else if (power.matches() && method.equals("POST")) {
      return power(power.group(1), power.group(2));
    } else if (extension.matches() && method.equals("PUT")) {
      return extension(path, extension.group(2), parse(body));
    } else if (script.matches() && method.equals("POST")) {
      return script(script.group(1), parse(body));
    } else if (method.equals("PATCH") && documents.containsKey(key(path))) {
      ObjectNode vm = document(path);
      ((ObjectNode) vm.at("/properties/hardwareProfile"))
          .set("vmSize", parse(body).at("/properties/hardwareProfile/vmSize"));
      return Answer.of(200, vm);
    }
    return Answer.error(404, "ResourceNotFound");
  }

  private Answer read(String path) {
    if (path.startsWith(OPERATION)) {
      String vm = path.substring(OPERATION.length()).replaceFirst("^\\d+", "");
      boolean going = underWay.containsKey(key(vm));
      progress(vm);
      return Answer.of(
          200, JSON.createObjectNode().put("status", going ? "InProgress" : "Succeeded"));
    }
    ObjectNode document = documents.get(key(path));
    if (document == null) {
      return Answer.error(404, "ResourceNotFound");
    }
    Answer answer = Answer.of(200, document);
    progress(path);
    return answer;
  }

  /** Whatever is on its way has arrived by the next look. */
  private void progress(String vm) {
    Optional.ofNullable(underWay.remove(key(vm))).ifPresent(state -> setPower(vm, state));
  }

  private void setPower(String vm, String state) {
    for (JsonNode status : document(vm).at("/properties/instanceView/statuses")) {
      if (status.path("code").asText().startsWith("PowerState/")) {
        ((ObjectNode) status)
            .put("code", "PowerState/" + state)
            .put("displayStatus", "VM " + state);
      }
    }
  }

  private Answer power(String vm, String action) {
    if (!documents.containsKey(key(vm))) {
      return Answer.error(404, "ResourceNotFound");
    }
    switch (action) {
      case "start" -> onTheWay(vm, "starting", "running");
      case "deallocate" -> onTheWay(vm, "deallocating", "deallocated");
      case "powerOff" -> onTheWay(vm, "stopping", "stopped");
      default -> onTheWay(vm, "running", "running");
    }
    operations++;
    return new Answer(202, "", Optional.empty(), Optional.of(OPERATION + operations + vm));
  }

  private void onTheWay(String vm, String now, String then) {
    setPower(vm, now);
    underWay.put(key(vm), then);
  }

  private Optional<ObjectNode> find(ObjectNode group, String name) {
    for (JsonNode rule : group.at("/properties/securityRules")) {
      if (rule.path("name").asText().equalsIgnoreCase(name)) {
        return Optional.of((ObjectNode) rule);
      }
    }
    return Optional.empty();
  }

  private Answer readRule(Matcher at) {
    return Optional.ofNullable(documents.get(key(at.group(1))))
        .flatMap(group -> find(group, at.group(2)))
        .map(rule -> Answer.of(200, rule))
        .orElseGet(() -> Answer.error(404, "NotFound"));
  }

  private Answer writeRule(Matcher at, String method, String body, Map<String, String> conditions) {
    ObjectNode group = documents.get(key(at.group(1)));
    if (group == null) {
      return Answer.error(404, "ResourceNotFound");
    }
    Optional<ObjectNode> old = find(group, at.group(2));
    String etag = old.map(rule -> rule.path("etag").asText()).orElse("");
    boolean fails =
        (conditions.containsKey("If-None-Match") && old.isPresent())
            || (conditions.containsKey("If-Match") && !etag.equals(conditions.get("If-Match")));
    if (fails) {
      return Answer.error(412, "PreconditionFailed");
    }
    ArrayNode rules = (ArrayNode) group.at("/properties/securityRules");
    ObjectNode rule = JSON.createObjectNode();
    if (method.equals("PUT")) {
      rule.put("name", at.group(2)).put("id", at.group(0));
      rule.put("type", "Microsoft.Network/networkSecurityGroups/securityRules");
      ObjectNode properties = (ObjectNode) parse(body).path("properties");
      rule.set("properties", properties.put("provisioningState", "Succeeded"));
      if (clashes(rules, rule)) {
        return Answer.error(400, "SecurityRuleConflict");
      }
    }
    removeAll(rules, at.group(2));
    if (method.equals("PUT")) {
      rules.add(rule);
    }
    String next = etag();
    group.put("etag", next);
    rules.forEach(each -> ((ObjectNode) each).put("etag", next));
    operations++;
    return Answer.of(old.isPresent() ? 200 : 201, rule).following(OPERATION + operations);
  }

  /** A NIC is written whole; its name, id and type stay. */
  private Answer nic(String path, ObjectNode body, Map<String, String> conditions) {
    ObjectNode old = documents.get(key(path));
    if (old == null) {
      return Answer.error(404, "ResourceNotFound");
    }
    if (!old.path("etag").asText().equals(conditions.getOrDefault("If-Match", ""))) {
      return Answer.error(412, "PreconditionFailed");
    }
    old.setAll(body);
    old.put("etag", etag());
    return Answer.of(200, old);
  }

  private String etag() {
    return "W/\"5d1c7a1e-7a0e-4a0b-9b7f-" + String.format("%012d", ++revision) + "\"";
  }

  private static void removeAll(ArrayNode rules, String name) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).path("name").asText().equalsIgnoreCase(name)) {
        rules.remove(i);
      }
    }
  }

  private static boolean clashes(ArrayNode rules, ObjectNode rule) {
    for (JsonNode each : rules) {
      boolean other = !each.path("name").asText().equalsIgnoreCase(rule.path("name").asText());
      if (other
          && each.at("/properties/priority").equals(rule.at("/properties/priority"))
          && each.at("/properties/direction").equals(rule.at("/properties/direction"))) {
        return true;
      }
    }
    return false;
  }

  private Answer extension(String path, String name, ObjectNode body) {
    ObjectNode properties = (ObjectNode) body.path("properties");
    properties.remove("protectedSettings"); // Azure never gives these back
    body.put("name", name).put("id", path);
    properties.put("provisioningState", "Succeeded");
    documents.put(key(path), body);
    return Answer.of(200, body);
  }

  private Answer script(String vm, ObjectNode body) {
    Map<String, String> parameters = new TreeMap<>();
    body.path("parameters")
        .forEach(p -> parameters.put(p.path("name").asText(), p.path("value").asText()));
    String printed = printed(vm, parameters);
    ObjectNode entry = JSON.createObjectNode().put("code", "ComponentStatus/StdOut/succeeded");
    entry.put("level", "Info").put("displayStatus", "Provisioning succeeded");
    entry.put("message", printed);
    ObjectNode value = JSON.createObjectNode();
    value.putArray("value").add(entry);
    return Answer.of(200, value);
  }

  /** What a script prints in a guest: the one of changes has settings, the other a record. */
  synchronized String printed(String vm, Map<String, String> parameters) {
    return parameters.containsKey("What")
        ? setting(vm, parameters)
        : outputs.getOrDefault(key(vm), "");
  }

  /** What the script of changes does in a guest. */
  private String setting(String vm, Map<String, String> parameters) {
    String name =
        Stream.of("What", "Account", "Port", "Remote", "Thumbprint")
            .filter(parameters::containsKey)
            .map(parameters::get)
            .collect(Collectors.joining(" ", key(vm) + " ", ""));
    int was = guest.getOrDefault(name, 0);
    int wanted = Integer.parseInt(parameters.get("Wanted"));
    String result = "read";
    if ("set".equals(parameters.get("Mode"))) {
      boolean expected = was == Integer.parseInt(parameters.get("Expected"));
      result = was == wanted ? "already" : expected ? "done" : "other";
      if (result.equals("done")) {
        keep(name, wanted);
      }
    }
    String computer = vm.substring(vm.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
    return "RDPDIAG-CHANGE 1 "
        + computer
        + " "
        + parameters.get("What")
        + " was="
        + was
        + " now="
        + guest.getOrDefault(name, 0)
        + " result="
        + result
        + "\n";
  }
}
