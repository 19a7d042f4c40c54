package io.github.rdpdiagnosis.diagnosis.internal.json;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Evidence files, schema version 1. */
public final class EvidenceJson {
  private static final long SCHEMA_VERSION = 1;

  /** More observations than any probe makes; a bound for files from outside. */
  private static final int MOST_CHECKS = 2000;

  private EvidenceJson() {}

  /**
   * The document of an evidence.
   *
   * @param evidence what was seen
   * @return JSON text
   */
  public static String write(Evidence evidence) {
    Map<String, Object> json = new TreeMap<>();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("document", "rdp-evidence");
    json.put("vantage", evidence.vantage().name());
    json.put("target", new TreeMap<>(Map.of("host", evidence.host(), "port", evidence.port())));
    json.put("checks", evidence.observations().stream().map(ObservationJson::write).toList());
    return PlainJson.write(json);
  }

  /**
   * An evidence from its document.
   *
   * @param bytes the document
   * @param name what the user knows it as
   * @return what was seen
   * @throws JsonDocumentException if it is too large or no evidence file
   */
  public static Evidence read(byte[] bytes, String name) {
    Map<String, Object> json = StrictJson.readObject(bytes, Evidence.LIMIT, name);
    if (!Long.valueOf(SCHEMA_VERSION).equals(json.get("schemaVersion"))
        || !"rdp-evidence".equals(json.get("document"))) {
      throw new JsonDocumentException(
          name,
          "$",
          "expected an evidence file of schema version 1, as written by rdpdiag probe --output json");
    }
    Vantage vantage = vantage(json, name);
    if (!(json.get("target") instanceof Map<?, ?> target)
        || !(target.get("host") instanceof String host)
        || !(target.get("port") instanceof Long port)) {
      throw new JsonDocumentException(name, "$.target", "expected host and port");
    }
    if (!(json.get("checks") instanceof List<?> checks) || checks.size() > MOST_CHECKS) {
      throw new JsonDocumentException(
          name, "$.checks", "expected a list of at most " + MOST_CHECKS + " checks");
    }
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      String place = "$.checks[" + i + "]";
      if (!(checks.get(i) instanceof Map<?, ?> check)) {
        throw new JsonDocumentException(name, place, "expected an object");
      }
      observations.add(ObservationJson.read(check, name, place, vantage));
    }
    return new Evidence(vantage, host, port.intValue(), observations);
  }

  private static Vantage vantage(Map<String, Object> json, String name) {
    try {
      return new Vantage(String.valueOf(json.get("vantage")));
    } catch (IllegalArgumentException e) {
      throw new JsonDocumentException(name, "$.vantage", String.valueOf(e.getMessage()));
    }
  }
}
