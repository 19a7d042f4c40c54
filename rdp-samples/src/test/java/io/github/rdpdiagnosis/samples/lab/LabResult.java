package io.github.rdpdiagnosis.samples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is judged of one diagnosis: a view of its JSON, read apart from the library's own codec.
 *
 * @param verdict WORKS, FAULT_FOUND or UNDETERMINED
 * @param domains status of each domain
 * @param findings in their order
 * @param notes each note's JSON
 * @param signature the class of outcome by the bare observations
 * @param lookAlike the engine's class, or empty
 * @param alsoPossible ids behind the findings
 */
record LabResult(
    String verdict,
    Map<FaultDomain, DomainStatus> domains,
    List<Suspicion> findings,
    List<String> notes,
    String signature,
    String lookAlike,
    List<String> alsoPossible) {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              Diagnosis.class.getResourceAsStream(
                  "/io/github/rdpdiagnosis/diagnosis/schema/result-1.json"));

  /** One finding. */
  record Suspicion(String cause, Certainty certainty, FaultDomain domain) {
    @Override
    public String toString() {
      return cause + " " + certainty;
    }
  }

  LabResult {
    domains = Map.copyOf(domains);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
    alsoPossible = List.copyOf(alsoPossible);
  }

  /** Reads the JSON of {@code diagnose --output json}, and holds it against its schema. */
  static LabResult checked(String json) {
    try {
      assertThat(SCHEMA.validate(new ObjectMapper().readTree(json)))
          .as("a result that its schema refuses")
          .isEmpty();
      return parse(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a result: " + json, e);
    }
  }

  /** Reads as much of that JSON as is judged. */
  static LabResult parse(String json) {
    try {
      JsonNode root = new ObjectMapper().readTree(json);
      Map<FaultDomain, DomainStatus> domains = new EnumMap<>(FaultDomain.class);
      for (JsonNode domain : root.required("domains")) {
        domains.put(
            FaultDomain.valueOf(domain.required("domain").asText()),
            DomainStatus.valueOf(domain.required("status").asText()));
      }
      List<Suspicion> findings = new ArrayList<>();
      for (JsonNode finding : root.required("findings")) {
        findings.add(
            new Suspicion(
                finding.required("cause").asText(),
                Certainty.valueOf(finding.required("certainty").asText()),
                FaultDomain.valueOf(finding.required("domain").asText())));
      }
      List<String> notes = new ArrayList<>();
      root.path("notes").forEach(note -> notes.add(note.toString()));
      List<String> alsoPossible = new ArrayList<>();
      root.required("alsoPossible").forEach(id -> alsoPossible.add(id.asText()));
      return new LabResult(
          root.required("verdict").asText(),
          domains,
          findings,
          notes,
          Signature.of(root),
          root.path("lookAlike").asText(),
          alsoPossible);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a result: " + json, e);
    }
  }

  /** The exit code that goes with the verdict. */
  int exitCode() {
    return switch (verdict) {
      case "WORKS" -> 0;
      case "FAULT_FOUND" -> 1;
      case "UNDETERMINED" -> 3;
      default -> throw new IllegalArgumentException("unknown verdict " + verdict);
    };
  }

  /** Whether a cause is still in question. */
  boolean concerns(String cause) {
    return alsoPossible.contains(cause)
        || findings.stream().anyMatch(finding -> finding.cause().equals(cause));
  }

  /** The first findings, at most {@code count}. */
  List<Suspicion> top(int count) {
    return findings.subList(0, Math.min(count, findings.size()));
  }
}
