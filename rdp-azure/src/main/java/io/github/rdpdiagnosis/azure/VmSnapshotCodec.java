package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON form of a {@link VmSnapshot}: sorted keys, instants in UTC. Version 1 had fewer parts;
 * what a document does not mention was not asked.
 *
 * <p>Each kind of part stands under {@link SnapshotPart#name()}: as a reading where the VM has one
 * of it, else as an object of readings by ARM id. A reading is an object with a {@code status}:
 * {@code KNOWN} has {@code at} and {@code value}, {@code NOT_PERMITTED} has {@code action}, {@code
 * NOT_FOUND} has {@code id}, {@code THROTTLED} has {@code retryAfterMillis}, {@code FAILED} has
 * {@code why}, {@code NOT_ASKED} has nothing more. Where a part may have no NSG, public address,
 * route table or NAT gateway, the property is there all the same and says {@code none}; a document
 * without it is refused, because leaving it out must not mean "no NSG". Properties that this
 * version does not know are ignored.
 */
public final class VmSnapshotCodec {
  /** The largest document that is read, in bytes: 16 MiB. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private VmSnapshotCodec() {}

  /**
   * The snapshot as a document.
   *
   * @param snapshot the snapshot
   * @return UTF-8, ends in a line end
   */
  public static byte[] write(VmSnapshot snapshot) {
    return StrictJson.write(toJson(snapshot));
  }

  /**
   * A snapshot from a document.
   *
   * @param bytes UTF-8, at most {@link #MAX_BYTES}
   * @param documentName what the user knows it as, for messages
   * @return the snapshot
   * @throws JsonDocumentException if it is none; names the place and what was expected there
   */
  public static VmSnapshot read(byte[] bytes, String documentName) {
    return decode(
        JsonPlace.root(documentName, StrictJson.readObject(bytes, MAX_BYTES, documentName)));
  }

  /**
   * A snapshot from a file. Never reads more than {@link #MAX_BYTES} and one byte.
   *
   * @param file the file
   * @return the snapshot
   * @throws IOException if the file cannot be read
   * @throws JsonDocumentException if it holds no snapshot
   */
  public static VmSnapshot read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES + 1), file.toString());
    }
  }

  /**
   * The snapshot as plain JSON data, as it travels as a fact.
   *
   * @param snapshot the snapshot
   * @return maps with sorted keys, lists, texts, whole numbers and booleans; no nulls
   */
  public static Map<String, Object> toJson(VmSnapshot snapshot) {
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("schemaVersion", (long) VmSnapshot.SCHEMA_VERSION);
    json.put("vmId", snapshot.vmId().toString());
    json.put("readAt", snapshot.readAt().toString());
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      encode(snapshot, part, json);
    }
    return json;
  }

  private static <T> void encode(
      VmSnapshot snapshot, SnapshotPart<T> part, Map<String, Object> json) {
    SortedMap<String, Reading<T>> readings = snapshot.all(part);
    if (readings.isEmpty()) {
      return;
    }
    json.put(
        part.name(),
        part.isOfVm()
            ? part.form().encode(snapshot.ofVm(part))
            : JsonForm.mapOf(part.form()).encode(readings));
  }

  /**
   * A snapshot back from plain JSON data.
   *
   * @param json what {@link #toJson} made
   * @return the snapshot
   * @throws JsonDocumentException if it is of another shape
   */
  public static VmSnapshot fromJson(Map<String, ?> json) {
    return decode(JsonPlace.root("snapshot", json));
  }

  private static VmSnapshot decode(JsonPlace in) {
    JsonPlace version = in.member("schemaVersion");
    long number = version.number(0, Integer.MAX_VALUE);
    if (number < 1 || number > VmSnapshot.SCHEMA_VERSION) {
      throw version.expected("version 1 to " + VmSnapshot.SCHEMA_VERSION);
    }
    VmSnapshot.Builder snapshot =
        VmSnapshot.builder(
            in.member("vmId").text("a VM id", VmId::parse),
            in.member("readAt").text("an ISO-8601 instant", Instant::parse));
    for (SnapshotPart<?> part : SnapshotPart.ALL) {
      decode(in.member(part.name()), part, snapshot);
    }
    return snapshot.build();
  }

  private static <T> void decode(JsonPlace at, SnapshotPart<T> part, VmSnapshot.Builder snapshot) {
    if (at.isAbsent()) {
      return;
    }
    if (part.isOfVm()) {
      snapshot.put(part, part.form().decode(at));
    } else {
      JsonForm.mapOf(part.form()).decode(at).forEach((id, value) -> snapshot.put(part, id, value));
    }
  }
}
