package io.github.rdpdiagnosis.diagnosis.bundle;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.diagnosis.internal.render.Printable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The file of a bundle: a ZIP whose last entry lists the SHA-256 of all others. Reading is bounded
 * in bytes and entries whatever the headers claim, and nothing is ever written to a disk.
 *
 * <p>Source: PKWARE APPNOTE 4.3.16 (end of central directory record).
 */
final class BundleZip {
  static final int MOST_FILE_BYTES = 32 << 20;
  private static final int MOST_ENTRY_BYTES = 32 << 20;
  private static final int MOST_BYTES = 48 << 20;
  private static final int MOST_ENTRIES = 32;
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,40}\\.[a-z0-9]{1,8}";
  private static final String MANIFEST = "manifest.json";
  private static final String DOCUMENT = "rdp-evidence-bundle";
  private static final long SCHEMA_VERSION = 1;
  private static final int END_RECORD = 22;
  private static final int CHUNK = 1 << 16;

  private BundleZip() {}

  /** The same content gives the same bytes. */
  static byte[] write(Map<String, byte[]> content, Map<String, Object> about) {
    Map<String, Object> manifest = new TreeMap<>(about);
    manifest.put("schemaVersion", SCHEMA_VERSION);
    manifest.put("document", DOCUMENT);
    manifest.put(
        "entries",
        content.entrySet().stream()
            .map(
                e ->
                    Map.of(
                        "name",
                        e.getKey(),
                        "bytes",
                        e.getValue().length,
                        "sha256",
                        hash(e.getValue())))
            .toList());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> e : content.entrySet()) {
        put(zip, e.getKey(), e.getValue());
      }
      put(zip, MANIFEST, PlainJson.write(manifest).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  static Map<String, byte[]> read(byte[] file) {
    if (file.length > MOST_FILE_BYTES) {
      throw new BundleFormatException(
          "", "expected at most " + MOST_FILE_BYTES + " bytes, got more");
    }
    Map<String, byte[]> content = entries(file);
    byte[] manifest = content.remove(MANIFEST);
    if (manifest == null) {
      throw new BundleFormatException(MANIFEST, "it is missing: no evidence bundle, or cut short");
    }
    check(content, manifest);
    checkEnd(file, content.size() + 1);
    return content;
  }

  private static Map<String, byte[]> entries(byte[] file) {
    Map<String, byte[]> content = new LinkedHashMap<>();
    String name = "";
    int left = MOST_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        name = Printable.of(entry.getName(), 80);
        if (!entry.getName().matches(NAME)) {
          throw new BundleFormatException(name, "expected a plain file name without a folder");
        }
        if (content.size() == MOST_ENTRIES) {
          throw new BundleFormatException(name, "expected at most " + MOST_ENTRIES + " entries");
        }
        byte[] bytes = bounded(zip, name, Math.min(left, MOST_ENTRY_BYTES));
        left -= bytes.length;
        if (content.put(name, bytes) != null) {
          throw new BundleFormatException(name, "it is there twice");
        }
      }
      return content;
    } catch (IOException | IllegalArgumentException e) {
      throw e instanceof BundleFormatException known
          ? known
          : new BundleFormatException(name, "the archive is broken there or cut short");
    }
  }

  private static byte[] bounded(ZipInputStream zip, String name, int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int n = zip.read(chunk); n >= 0; n = zip.read(chunk)) {
      if (bytes.size() + n > most) {
        throw new BundleFormatException(
            name, "expected at most " + most + " bytes when unpacked, there are more");
      }
      bytes.write(chunk, 0, n);
    }
    return bytes.toByteArray();
  }

  private static void check(Map<String, byte[]> content, byte[] manifest) {
    Map<String, Object> json;
    try {
      json = StrictJson.readObject(manifest, MOST_ENTRY_BYTES, MANIFEST);
    } catch (JsonDocumentException e) {
      throw new BundleFormatException(MANIFEST, String.valueOf(e.getMessage()));
    }
    if (!DOCUMENT.equals(json.get("document"))
        || !Long.valueOf(SCHEMA_VERSION).equals(json.get("schemaVersion"))
        || !(json.get("entries") instanceof List<?> entries)) {
      throw new BundleFormatException(
          MANIFEST, "expected an evidence bundle of schema version " + SCHEMA_VERSION);
    }
    Set<String> listed = new HashSet<>();
    for (Object each : entries) {
      String name = each instanceof Map<?, ?> e ? String.valueOf(e.get("name")) : "";
      byte[] bytes = content.get(name);
      if (bytes == null) {
        throw new BundleFormatException(Printable.of(name, 80), "it is listed and missing");
      }
      if (!hash(bytes).equals(((Map<?, ?>) each).get("sha256"))) {
        throw new BundleFormatException(name, "its SHA-256 is not the one in " + MANIFEST);
      }
      listed.add(name);
    }
    List<String> others = new ArrayList<>(content.keySet());
    others.removeAll(listed);
    if (!others.isEmpty()) {
      throw new BundleFormatException(others.get(0), "it is not listed in " + MANIFEST);
    }
  }

  /** What a stream does not look at: that nothing is missing behind the last entry. */
  private static void checkEnd(byte[] file, int entries) {
    int end = file.length - END_RECORD;
    boolean whole =
        end >= 0
            && file[end] == 'P'
            && file[end + 1] == 'K'
            && file[end + 2] == 5
            && file[end + 3] == 6
            && (file[end + 10] & 0xff) == entries;
    if (!whole) {
      throw new BundleFormatException(MANIFEST, "the archive is cut short behind it");
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
