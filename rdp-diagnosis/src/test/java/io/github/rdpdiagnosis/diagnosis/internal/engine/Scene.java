package io.github.rdpdiagnosis.diagnosis.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.SnapshotCheck;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VmSnapshotCodec;
import io.github.rdpdiagnosis.azure.guest.GuestCheck;
import io.github.rdpdiagnosis.azure.guest.GuestRecord;
import io.github.rdpdiagnosis.azure.guest.GuestRecordFormatException;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One situation from raw inputs: what the client saw, Azure's configuration, the guest's record,
 * the client's error. It begins full and healthy; each line changes something. The notation is
 * explained at the head of {@code engine/causes.txt}.
 */
final class Scene {
  static final Instant NOW = Instant.parse("2026-11-24T09:31:00Z");
  static final String ADDRESS = "203.0.113.10";

  /** Part of the question as soon as Azure is asked, whatever of the answer is hidden. */
  private static final String VM_ID =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1/providers"
          + "/Microsoft.Compute/virtualMachines/sql1";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FACT = Pattern.compile("([a-z0-9.-]+)=(\"[^\"]*\"|\\[[^]]*]|\\S+)");
  private static final Map<String, String> NAMES =
      Map.of(
          "${sub}", "/subscriptions/00000000-0000-4000-8000-000000000001",
          "${rg}", "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1",
          "${net}",
              "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg1/providers/Microsoft.Network");
  private static final JsonNode HEALTHY = healthy();

  private String host = "sql1.example";
  private int port = 3389;
  private Optional<ObjectNode> azure = Optional.of(HEALTHY.deepCopy());
  private Optional<GuestText> guest = Optional.of(new GuestText());
  private final Map<String, Observation> seen = new java.util.LinkedHashMap<>();
  private final List<Observation> given = new ArrayList<>();

  Scene() {
    see("client/name name.outcome=RESOLVED name.addresses=[\"" + ADDRESS + "\"]");
    see("client/local-network local.interfaces-up=1");
    see("client/tcp@" + ADDRESS + " tcp.port=3389 tcp.outcome=OPEN");
    see("client/x224@" + ADDRESS + " x224.outcome=CONFIRMED x224.selected=2");
    see(
        "client/tls@"
            + ADDRESS
            + " tls.outcome=HANDSHAKE certificate.not-before=2026-08-30T22:14:05Z"
            + " certificate.not-after=2027-03-01T22:14:05Z");
    see(
        "client/nla-challenge@"
            + ADDRESS
            + " nla-challenge.outcome=CHALLENGE ntlm.netbios-computer=SQL1");
  }

  static Scene of(List<String> lines) {
    Scene scene = new Scene();
    lines.forEach(scene::change);
    return scene;
  }

  private static JsonNode healthy() {
    try (InputStream in = Scene.class.getResourceAsStream("/engine/healthy-vm.json")) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void change(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "guest" -> guest.orElseThrow().change(rest);
      case "azure" -> azure(rest);
      case "deny" -> deny(rest);
      case "see" -> see(rest);
      case "unsee" -> seen.keySet().removeIf(id -> id.startsWith(rest));
      case "without" -> without(rest);
      case "error" -> given.add(Given.clientError(rest));
      case "user" -> given.add(Given.user(rest));
      case "egress" -> given.add(Given.egress(List.of(IpAddress.parse(rest))));
      case "file" -> given.add(Given.file(rdpFile(rest)));
      case "host" -> host = rest;
      case "port" -> port(rest);
      case "tcp" -> tcp(rest);
      case "x224" -> x224(rest);
      case "tls" -> tls(rest);
      default -> throw new IllegalArgumentException("what is this: " + line);
    }
  }

  private static RdpFile rdpFile(String settings) {
    return RdpFile.parse(settings.replace("; ", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private void without(String what) {
    switch (what) {
      case "guest" -> guest = Optional.empty();
      case "azure" -> azure = Optional.empty();
      case "wire" -> seen.clear();
      default -> throw new IllegalArgumentException("without what: " + what);
    }
  }

  // ---- what the client saw

  private void port(String number) {
    port = Integer.parseInt(number);
    see("client/tcp@" + ADDRESS + " tcp.port=" + number + " tcp.outcome=OPEN");
  }

  private void tcp(String outcome) {
    keepUpTo("name", "local-network");
    see("client/tcp@" + ADDRESS + " tcp.port=" + port + " tcp.outcome=" + outcome);
  }

  private void x224(String facts) {
    keepUpTo("name", "local-network", "tcp");
    see("client/x224@" + ADDRESS + " " + facts);
  }

  private void tls(String facts) {
    keepUpTo("name", "local-network", "tcp", "x224");
    see("client/tls@" + ADDRESS + " " + facts);
  }

  private void keepUpTo(String... checks) {
    seen.values()
        .removeIf(o -> o.vantage().equals(Vantage.CLIENT) && !List.of(checks).contains(o.check()));
  }

  private void see(String text) {
    Matcher head = Pattern.compile("([a-z0-9-]+)/([a-z0-9-]+)(?:@(\\S+))?(?: (.*))?").matcher(text);
    if (!head.matches()) {
      throw new IllegalArgumentException("see what: " + text);
    }
    Map<String, Object> facts = new HashMap<>();
    Matcher fact = FACT.matcher(Optional.ofNullable(head.group(4)).orElse(""));
    while (fact.find()) {
      facts.put(fact.group(1), value(fact.group(2)));
    }
    Observation o =
        new Observation(
            head.group(2),
            new Vantage(head.group(1)),
            Optional.ofNullable(head.group(3)),
            NOW,
            Duration.ofMillis(5),
            CheckStatus.holds(),
            Facts.ofJson(facts));
    seen.put(o.id(), o);
  }

  private static Object value(String text) {
    if (text.matches("-?[0-9]+")) {
      return Long.parseLong(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.startsWith("[") || text.startsWith("\"") ? json(text, Object.class) : text;
  }

  private static <T> T json(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  // ---- Azure

  /** {@code PATH = JSON}, or {@code -PATH}. */
  private void azure(String edit) {
    String named = edit;
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    boolean drop = named.startsWith("-");
    String[] sides = drop ? new String[] {named.substring(1), ""} : named.split(" = ", 2);
    String[] path = sides[0].strip().split(" > ", -1);
    JsonNode at = azure.orElseThrow();
    for (int i = 0; i < path.length - 1; i++) {
      at = child(at, path[i]);
    }
    String last = path[path.length - 1];
    if (at instanceof ArrayNode list) {
      if (drop) {
        list.remove(Integer.parseInt(last));
      } else if (last.equals("+")) {
        list.add(json(sides[1], JsonNode.class));
      } else {
        list.set(Integer.parseInt(last), json(sides[1], JsonNode.class));
      }
    } else if (drop) {
      ((ObjectNode) at).remove(key(at, last));
    } else {
      ((ObjectNode) at).set(key(at, last), json(sides[1], JsonNode.class));
    }
  }

  /** All readings of a part that the scene has. */
  private void deny(String name) {
    ObjectNode document = azure.orElseThrow();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      JsonNode value = document.get(part.name());
      if (!part.name().equals(name) || value == null) {
        continue;
      }
      ObjectNode denied =
          MAPPER.createObjectNode().put("status", "NOT_PERMITTED").put("action", part.action());
      if (part.isOfVm()) {
        document.set(name, denied);
      } else {
        List<String> ids = new ArrayList<>();
        value.fieldNames().forEachRemaining(ids::add);
        ids.forEach(id -> ((ObjectNode) value).set(id, denied));
      }
    }
  }

  private static JsonNode child(JsonNode at, String name) {
    if (at instanceof ArrayNode list) {
      return list.get(Integer.parseInt(name));
    }
    String key = key(at, name);
    if (!at.has(key)) {
      ((ObjectNode) at).putObject(key);
    }
    return at.get(key);
  }

  /** Members that are ARM ids are called by their last part. */
  private static String key(JsonNode at, String name) {
    if (at.has(name) || name.contains("/")) {
      return name;
    }
    List<String> ending = new ArrayList<>();
    at.fieldNames()
        .forEachRemaining(
            f -> {
              if (f.endsWith("/" + name)) {
                ending.add(f);
              }
            });
    return ending.size() == 1 ? ending.get(0) : name;
  }

  /** What was read is known; a test says otherwise where it is not. */
  private static Object wrapped(JsonNode document) {
    ObjectNode all = document.deepCopy();
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      JsonNode value = all.get(part.name());
      if (value == null) {
        continue;
      }
      if (part.isOfVm()) {
        all.set(part.name(), reading(value));
      } else {
        ObjectNode each = (ObjectNode) value;
        List<String> ids = new ArrayList<>();
        each.fieldNames().forEachRemaining(ids::add);
        ids.forEach(id -> each.set(id, reading(each.get(id))));
      }
    }
    return json(all.toString(), Object.class);
  }

  private static JsonNode reading(JsonNode value) {
    if (value.has("status") && (value.has("action") || value.has("why") || value.size() == 1)) {
      return value;
    }
    ObjectNode known = MAPPER.createObjectNode();
    known.put("status", "KNOWN");
    known.put("at", NOW.toString());
    known.set("value", value);
    return known;
  }

  // ---- the diagnosis

  /** Runs a check and gives its observations the time of the scene. */
  private static List<Observation> run(Check check) {
    List<Observation> out = new ArrayList<>();
    try {
      check.run(
          new CheckContext() {
            @Override
            public Deadline deadline() {
              return Deadline.in(Duration.ofSeconds(30));
            }

            @Override
            public List<Observation> observations() {
              return List.of();
            }

            @Override
            public void report(Observation observation) {
              out.add(observation);
            }
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return out.stream()
        .map(
            o ->
                new Observation(
                    o.check(), o.vantage(), o.address(), NOW, o.duration(), o.status(), o.facts()))
        .toList();
  }

  List<Observation> observations() {
    List<Observation> all = new ArrayList<>(seen.values());
    all.addAll(given);
    azure.ifPresent(
        document ->
            all.addAll(
                run(
                    SnapshotCheck.of(
                        VmSnapshotCodec.read(
                            json(wrapped(document)).getBytes(StandardCharsets.UTF_8), "scene")))));
    guest.ifPresent(text -> all.addAll(run(GuestCheck.of(record(text)))));
    return all;
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static GuestRecord record(GuestText text) {
    try {
      return GuestRecord.parse(text.plain());
    } catch (GuestRecordFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Diagnosis diagnosed() {
    return diagnosed(observations());
  }

  /** The same question with other evidence. */
  Diagnosis diagnosed(List<Observation> evidence) {
    return Engine.diagnose(
        new Engine.Case(
            "scene",
            NOW,
            Duration.ofSeconds(1),
            host,
            port,
            Optional.empty(),
            azure.map(document -> VM_ID),
            evidence));
  }
}
