package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a plan is made from: a diagnosis, or what its JSON result says of one.
 *
 * @param host what the user connects to
 * @param port TCP port
 * @param addresses what the host stands for
 * @param vmId ARM id of the VM
 * @param found the findings, surest first
 * @param facts of each vantage point and check
 */
record Diagnosed(
    String host,
    int port,
    List<String> addresses,
    Optional<String> vmId,
    List<Found> found,
    List<Seen> facts) {
  private static final int LIMIT = 16 << 20;

  /** A finding. */
  record Found(Cause cause, Certainty certainty) {}

  /** The facts of one check. */
  record Seen(String vantage, Facts facts) {}

  static Diagnosed of(Diagnosis diagnosis) {
    return new Diagnosed(
        diagnosis.target().host(),
        diagnosis.target().port(),
        diagnosis.target().addresses(),
        diagnosis.target().vmId(),
        diagnosis.findings().stream().map(f -> new Found(f.cause(), f.certainty())).toList(),
        diagnosis.checks().stream().map(o -> new Seen(o.vantage().name(), o.facts())).toList());
  }

  static Diagnosed read(byte[] result, String name) {
    JsonFields in = new JsonFields(StrictJson.readObject(result, LIMIT, name), name, "$");
    if (!in.has("schemaVersion") || in.number("schemaVersion") != 1 || !in.has("verdict")) {
      throw new JsonDocumentException(
          name, "$", "expected a result, as written by rdpdiag diagnose --output json");
    }
    JsonFields target = in.object("target");
    List<Found> found = new ArrayList<>();
    for (JsonFields finding : in.objects("findings")) {
      // A cause of a newer catalogue than this one is nothing that a step is known for.
      Optional<Cause> cause = CauseCatalogue.standard().find(finding.text("cause"));
      cause.ifPresent(c -> found.add(new Found(c, certainty(finding, name))));
    }
    List<Seen> seen = new ArrayList<>();
    for (JsonFields check : in.objects("checks")) {
      Map<String, Object> facts = new TreeMap<>();
      check
          .object("facts")
          .json()
          .forEach(
              (key, value) -> {
                if (value != null) {
                  facts.put(String.valueOf(key), value);
                }
              });
      seen.add(new Seen(check.text("vantage"), Facts.ofJson(facts)));
    }
    return new Diagnosed(
        target.text("host"),
        target.number("port"),
        target.texts("addresses"),
        target.has("vmId") ? Optional.of(target.text("vmId")) : Optional.empty(),
        found,
        seen);
  }

  private static Certainty certainty(JsonFields finding, String name) {
    try {
      return Certainty.valueOf(finding.text("certainty"));
    } catch (IllegalArgumentException e) {
      throw e instanceof JsonDocumentException known
          ? known
          : new JsonDocumentException(
              name, finding.place() + ".certainty", String.valueOf(e.getMessage()));
    }
  }

  /** What the guest, Azure or this client reported; a fact that cannot be read is absent. */
  <T> Optional<T> fact(Vantage vantage, FactKey<T> key) {
    return facts.stream()
        .filter(seen -> seen.vantage().equals(vantage.name()))
        .filter(seen -> seen.facts().has(key) && seen.facts().problem(key).isEmpty())
        .flatMap(seen -> seen.facts().get(key).stream())
        .findFirst();
  }

  /** Causes by id, for those that are more than possible. */
  Map<String, Cause> likely() {
    Map<String, Cause> likely = new LinkedHashMap<>();
    found.stream()
        .filter(f -> f.certainty() != Certainty.POSSIBLE)
        .forEach(f -> likely.put(f.cause().id(), f.cause()));
    return likely;
  }
}
