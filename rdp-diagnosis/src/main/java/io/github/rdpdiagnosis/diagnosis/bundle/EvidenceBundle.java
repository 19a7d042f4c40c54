package io.github.rdpdiagnosis.diagnosis.bundle;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Engine;
import io.github.rdpdiagnosis.diagnosis.internal.json.ObservationJson;
import io.github.rdpdiagnosis.diagnosis.internal.redact.Pseudonyms;
import io.github.rdpdiagnosis.diagnosis.internal.redact.Redaction;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a second person needs to come to the same diagnosis without any network: all
 * observations with what they hold (both sides' bytes of each handshake, Azure's configuration, the
 * guest's record), the result, and a report to read. Secrets are taken out by their form.
 * Immutable.
 *
 * <p>The file is a ZIP: {@code case.json}, {@code observations.json}, {@code result.json}, {@code
 * report.html}, and {@code manifest.json} with the SHA-256 of each and the versions of what made
 * them. The hashes show damage and careless edits; they are no signature.
 */
public final class EvidenceBundle {
  private static final String CASE = "case.json";
  private static final String OBSERVATIONS = "observations.json";
  private static final String RESULT = "result.json";
  private static final int LIMIT = 32 << 20;
  private static final int MOST_OBSERVATIONS = 5000;

  private final Engine.Case given;
  private final Optional<String> recordedResult;

  private EvidenceBundle(Engine.Case given, Optional<String> recordedResult) {
    this.given = given;
    this.recordedResult = recordedResult;
  }

  /**
   * The bundle of a diagnosis.
   *
   * @param d the diagnosis
   * @return the bundle, without secrets
   */
  public static EvidenceBundle of(Diagnosis d) {
    return new EvidenceBundle(
        new Engine.Case(
            d.id(),
            d.startedAt(),
            d.duration(),
            d.target().host(),
            d.target().port(),
            d.target().rdpFile(),
            d.target().vmId(),
            Redaction.of(d.checks())),
        Optional.empty());
  }

  /**
   * The same with other names for host, file, computer, users, subscription, resource group and VM:
   * one name gets one pseudonym wherever it stands. Addresses stay, for what rules say of them is
   * the diagnosis.
   *
   * @return a bundle of its own
   */
  public EvidenceBundle withPseudonyms() {
    Pseudonyms names = new Pseudonyms(replay());
    return new EvidenceBundle(
        new Engine.Case(
            given.id(),
            given.startedAt(),
            given.duration(),
            names.of(given.host()),
            given.port(),
            given.rdpFile().map(names::of),
            given.vmId().map(names::of),
            names.of(given.observations())),
        Optional.empty());
  }

  /**
   * Comes to the diagnosis again, from the observations alone.
   *
   * @return what this build of the library says of them
   * @throws BundleFormatException if a fact has another shape than its name promises
   */
  public Diagnosis replay() {
    try {
      return Engine.diagnose(given);
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(OBSERVATIONS, "it cannot be replayed: " + e.getMessage());
    }
  }

  /**
   * The JSON result that was recorded with the observations.
   *
   * @return empty for a bundle that was not read from a file
   */
  public Optional<String> recordedResult() {
    return recordedResult;
  }

  /**
   * The content of the file. The same diagnosis gives the same bytes.
   *
   * @return a ZIP
   */
  public byte[] toBytes() {
    Diagnosis d = replay();
    Map<String, Object> target = new TreeMap<>(Map.of("host", given.host(), "port", given.port()));
    given.rdpFile().ifPresent(file -> target.put("rdpFile", file));
    given.vmId().ifPresent(id -> target.put("vmId", id));
    Map<String, Object> about =
        Map.of(
            "id",
            given.id(),
            "startedAt",
            given.startedAt().toString(),
            "duration",
            given.duration().toString(),
            "target",
            target);
    Map<String, byte[]> content = new LinkedHashMap<>();
    content.put(CASE, utf8(PlainJson.write(about)));
    content.put(
        OBSERVATIONS,
        utf8(PlainJson.write(given.observations().stream().map(ObservationJson::write).toList())));
    content.put(RESULT, utf8(Renderer.json().render(d)));
    content.put("report.html", utf8(Renderer.html().render(d)));
    return BundleZip.write(
        content,
        Map.of(
            "library",
            Optional.ofNullable(EvidenceBundle.class.getPackage().getImplementationVersion())
                .orElse("unreleased"),
            "java",
            Runtime.version().toString()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a bundle.
   *
   * @param file the file
   * @return the bundle
   * @throws IOException if it cannot be read
   * @throws BundleFormatException if it is no bundle, too large, or was cut short or changed
   */
  public static EvidenceBundle read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in.readNBytes(BundleZip.MOST_FILE_BYTES + 1));
    }
  }

  /**
   * Reads a bundle.
   *
   * @param file the content of the file
   * @return the bundle
   * @throws BundleFormatException if it is no bundle, too large, or was cut short or changed
   */
  public static EvidenceBundle read(byte[] file) {
    Map<String, byte[]> content = BundleZip.read(file);
    try {
      Map<String, Object> about = StrictJson.readObject(entry(content, CASE), LIMIT, CASE);
      return new EvidenceBundle(
          theCase(about, observations(entry(content, OBSERVATIONS))),
          Optional.ofNullable(content.get(RESULT))
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
    } catch (JsonDocumentException e) {
      throw new BundleFormatException(e.document(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw e instanceof BundleFormatException known
          ? known
          : new BundleFormatException(CASE, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] entry(Map<String, byte[]> content, String name) {
    byte[] bytes = content.get(name);
    if (bytes == null) {
      throw new BundleFormatException(name, "it is missing");
    }
    return bytes;
  }

  private static Engine.Case theCase(Map<String, Object> about, List<Observation> observations) {
    if (!(about.get("target") instanceof Map<?, ?> target)
        || !(target.get("port") instanceof Long port)
        || port < 1
        || port > 65_535) {
      throw new BundleFormatException(CASE, "$.target: expected host and port");
    }
    return new Engine.Case(
        text(about, "id"),
        Instant.parse(text(about, "startedAt")),
        Duration.parse(text(about, "duration")),
        text(target, "host"),
        port.intValue(),
        target.containsKey("rdpFile") ? Optional.of(text(target, "rdpFile")) : Optional.empty(),
        target.containsKey("vmId") ? Optional.of(text(target, "vmId")) : Optional.empty(),
        observations);
  }

  private static String text(Map<?, ?> json, String field) {
    if (json.get(field) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new BundleFormatException(CASE, "$." + field + ": expected a text");
  }

  private static List<Observation> observations(byte[] bytes) {
    List<?> list = StrictJson.read(bytes, LIMIT, OBSERVATIONS, List.class);
    if (list.size() > MOST_OBSERVATIONS) {
      throw new BundleFormatException(
          OBSERVATIONS, "expected at most " + MOST_OBSERVATIONS + " observations");
    }
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String place = "$[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> json)) {
        throw new JsonDocumentException(OBSERVATIONS, place, "expected an object");
      }
      observations.add(ObservationJson.read(json, OBSERVATIONS, place));
    }
    return observations;
  }
}
