package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.change.ChangeStep;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.OperationJson;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What would mend a fault, as a value: nothing is changed by it. Steps are carried out in their
 * order. Its JSON has a hash over everything else in it, which is what a person consents to.
 *
 * <p>A plan never lets anybody in from everywhere, never weakens a VM where another of its steps
 * mends the same cause, and never weakens one without a step that says how that is taken back: such
 * a plan cannot be made.
 *
 * @param madeAt when
 * @param host what the user connects to
 * @param port TCP port
 * @param vmId ARM id of the VM; empty where the diagnosis had none
 * @param clients addresses that the plan lets in
 * @param steps in order
 * @param notes what the plan leaves open, and why
 */
public record RemediationPlan(
    Instant madeAt,
    String host,
    int port,
    Optional<String> vmId,
    List<String> clients,
    List<PlannedStep> steps,
    List<String> notes) {
  /** The largest plan that is read: {@value} bytes. */
  public static final int LIMIT = 1 << 20;

  /** How the id of a step that takes a weakening one back contains it. */
  static final String WAY_BACK = "take-back-";

  private static final long SCHEMA_VERSION = 1;

  /** Copies the lists; refuses what no plan may hold. */
  public RemediationPlan {
    Objects.requireNonNull(madeAt, "madeAt");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(vmId, "vmId");
    clients = List.copyOf(clients);
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
    for (PlannedStep step : steps) {
      if (step.opensForAll()) {
        throw new IllegalArgumentException("step " + step.id() + " would let everybody in");
      }
      if (step.weakens() && mendsOtherwise(step, steps)) {
        throw new IllegalArgumentException(
            "step " + step.id() + " weakens the VM, and another step mends the same");
      }
      if (step.weakens() && !hasWayBack(step, steps)) {
        throw new IllegalArgumentException(
            "step " + step.id() + " weakens the VM, and no step says how that is taken back");
      }
    }
    if (steps.stream().map(PlannedStep::id).distinct().count() != steps.size()) {
      throw new IllegalArgumentException("two steps have the same id");
    }
  }

  private static boolean hasWayBack(PlannedStep weakening, List<PlannedStep> steps) {
    return weakening.operation().flatMap(Operation::inverse).isPresent()
        && steps.stream().anyMatch(step -> step.id().endsWith(WAY_BACK + weakening.id()));
  }

  private static boolean mendsOtherwise(PlannedStep weakening, List<PlannedStep> steps) {
    return steps.stream()
        .filter(step -> step.operation().isPresent() && !step.weakens())
        .anyMatch(step -> step.causes().stream().anyMatch(weakening.causes()::contains));
  }

  /**
   * The plan for a diagnosis.
   *
   * @param diagnosis what was found
   * @param wishes what else the plan is to hold
   * @return the plan; without steps where nothing that is known mends what was found
   * @throws IllegalArgumentException if a wish cannot be met
   */
  public static RemediationPlan of(Diagnosis diagnosis, Wishes wishes) {
    return new Planner(Diagnosed.of(diagnosis), wishes).plan(Instant.now());
  }

  /**
   * The plan for a diagnosis that was saved as JSON.
   *
   * @param result the JSON result
   * @param name what the user knows it as
   * @param wishes what else the plan is to hold
   * @return the plan
   * @throws JsonDocumentException if it is no result
   * @throws IllegalArgumentException if a wish cannot be met
   */
  public static RemediationPlan ofResult(byte[] result, String name, Wishes wishes) {
    return new Planner(Diagnosed.read(result, name), wishes).plan(Instant.now());
  }

  /**
   * The steps that are carried out; those that people do themselves are left out.
   *
   * @return in order
   */
  public List<ChangeStep> changes() {
    return steps.stream()
        .flatMap(step -> step.operation().stream().map(op -> new ChangeStep(step.id(), op)))
        .toList();
  }

  /**
   * The hash of all that the plan says.
   *
   * @return SHA-256, 64 hexadecimal digits
   */
  public String hash() {
    try {
      byte[] text = PlainJson.write(withoutHash()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The plan as a document.
   *
   * @return JSON text
   */
  public String toJson() {
    Map<String, Object> json = withoutHash();
    json.put("hash", hash());
    return PlainJson.write(json);
  }

  private Map<String, Object> withoutHash() {
    Map<String, Object> json = new TreeMap<>();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("document", "rdp-remediation-plan");
    json.put("madeAt", madeAt.toString());
    Map<String, Object> target = new TreeMap<>(Map.of("host", host, "port", port));
    vmId.ifPresent(id -> target.put("vmId", id));
    json.put("target", target);
    json.put("clients", clients);
    json.put("steps", steps.stream().map(RemediationPlan::json).toList());
    json.put("notes", notes);
    return json;
  }

  private static Map<String, Object> json(PlannedStep step) {
    Map<String, Object> json = new TreeMap<>();
    json.put("id", step.id());
    json.put("causes", step.causes());
    json.put("what", step.what());
    json.put("precondition", step.precondition());
    json.put("consequences", step.consequences());
    json.put("byHand", step.byHand());
    json.put("weakens", step.weakens());
    if (step.operation().isPresent()) {
      Operation operation = step.operation().get();
      json.put("target", operation.target());
      json.put("before", operation.before());
      json.put("after", operation.after());
      json.put("permissions", operation.permissions());
      json.put("operation", OperationJson.write(operation));
      operation.inverse().ifPresent(i -> json.put("takenBackBy", OperationJson.write(i)));
    }
    return json;
  }

  /**
   * Reads a plan.
   *
   * @param bytes the document
   * @param name what the user knows it as
   * @return the plan
   * @throws JsonDocumentException if it is too large, no plan, or was changed since it was made
   */
  public static RemediationPlan read(byte[] bytes, String name) {
    Map<String, Object> json = StrictJson.readObject(bytes, LIMIT, name);
    if (!Long.valueOf(SCHEMA_VERSION).equals(json.get("schemaVersion"))
        || !"rdp-remediation-plan".equals(json.get("document"))) {
      throw new JsonDocumentException(
          name, "$", "expected a plan of schema version 1, as written by rdpdiag plan");
    }
    RemediationPlan plan;
    try {
      plan = read(json, name);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw e instanceof JsonDocumentException known
          ? known
          : new JsonDocumentException(name, "$", String.valueOf(e.getMessage()));
    }
    if (!plan.hash().equals(json.get("hash"))) {
      throw new JsonDocumentException(
          name, "$.hash", "expected the hash of this plan: it was changed since it was made");
    }
    return plan;
  }

  private static RemediationPlan read(Map<String, Object> json, String name) {
    JsonFields in = new JsonFields(json, name, "$");
    JsonFields target = in.object("target");
    List<PlannedStep> steps = new ArrayList<>();
    for (JsonFields step : in.objects("steps")) {
      steps.add(
          new PlannedStep(
              step.text("id"),
              step.texts("causes"),
              step.text("what"),
              step.has("operation")
                  ? Optional.of(OperationJson.read(step.value("operation")))
                  : Optional.empty(),
              step.text("precondition"),
              step.texts("consequences"),
              step.text("byHand")));
    }
    return new RemediationPlan(
        Instant.parse(in.text("madeAt")),
        target.text("host"),
        target.number("port"),
        target.has("vmId") ? Optional.of(target.text("vmId")) : Optional.empty(),
        in.texts("clients"),
        steps,
        in.texts("notes"));
  }
}
