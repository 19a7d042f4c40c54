package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RecentChange;
import io.github.rdpdiagnosis.diagnosis.internal.json.ObservationJson;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.Finding;
import java.util.Map;
import java.util.TreeMap;

/** The JSON result, schema version 1. */
public final class JsonRenderer implements Renderer {
  private static final int SCHEMA_VERSION = 1;

  @Override
  public String format() {
    return "json";
  }

  @Override
  public String render(Diagnosis d) {
    return PlainJson.write(document(d));
  }

  /**
   * The result as plain data.
   *
   * @param d the diagnosis
   * @return keys sorted
   */
  public static Map<String, Object> document(Diagnosis d) {
    Map<String, Object> json = new TreeMap<>();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("id", d.id());
    json.put("startedAt", d.startedAt().toString());
    json.put("durationMillis", d.duration().toMillis());
    json.put("target", target(d.target()));
    json.put("connections", d.connections());
    json.put("verdict", d.verdict());
    json.put("summary", d.summary());
    json.put("provenUpTo", d.provenUpTo());
    d.lookAlike().ifPresent(id -> json.put("lookAlike", id));
    json.put(
        "domains",
        d.domains().stream()
            .map(v -> sorted("domain", v.domain(), "status", v.status(), "because", v.because()))
            .toList());
    json.put("findings", d.findings().stream().map(JsonRenderer::finding).toList());
    json.put("alsoPossible", d.alsoPossible());
    json.put(
        "notes",
        d.notes().stream().map(n -> sorted("text", n.text(), "evidence", n.evidence())).toList());
    json.put(
        "forecast",
        Forecast.of(d).stream()
            .map(f -> sorted("what", f.what(), "at", f.at().toString(), "evidence", f.evidence()))
            .toList());
    json.put("changes", d.changes().stream().map(JsonRenderer::change).toList());
    json.put("checks", d.checks().stream().map(ObservationJson::write).toList());
    json.put(
        "nextSteps",
        d.nextSteps().stream()
            .map(s -> sorted("check", s.check(), "separates", s.separates(), "how", s.how()))
            .toList());
    return json;
  }

  private static Map<String, Object> target(Diagnosis.Target target) {
    Map<String, Object> json =
        sorted("host", target.host(), "port", target.port(), "addresses", target.addresses());
    target.rdpFile().ifPresent(file -> json.put("rdpFile", file));
    target.vmId().ifPresent(id -> json.put("vmId", id));
    return json;
  }

  private static Map<String, Object> change(RecentChange c) {
    Map<String, Object> json =
        sorted("what", c.text(), "causes", c.causes(), "evidence", c.evidence());
    c.at().ifPresent(at -> json.put("at", at.toString()));
    return json;
  }

  private static Map<String, Object> finding(Finding f) {
    Map<String, Object> json =
        sorted("cause", f.cause().id(), "title", f.cause().title(), "certainty", f.certainty());
    json.put("domain", f.domain());
    json.put("stage", f.cause().stage());
    json.put("explanation", f.explanation());
    json.put("evidence", f.evidence());
    json.put("remedies", f.remedies());
    json.put("resources", f.resources());
    return json;
  }

  private static Map<String, Object> sorted(String k1, Object v1, String k2, Object v2) {
    return new TreeMap<>(Map.of(k1, v1, k2, v2));
  }

  private static Map<String, Object> sorted(
      String k1, Object v1, String k2, Object v2, String k3, Object v3) {
    return new TreeMap<>(Map.of(k1, v1, k2, v2, k3, v3));
  }
}
