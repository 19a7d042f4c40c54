package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes a {@code .rdp} file. Lines that are not touched keep every byte and their order; changed
 * ones keep their place and spelling of the name, new ones are appended. Not thread-safe.
 *
 * <p>A change of a line that the file's signature covers makes the signature void: then {@code
 * signscope} and {@code signature} are dropped, and {@link RdpEdit#notes()} says so.
 *
 * <p>Source: the signing layout of the public rdpsign scripts (nfedera/rdpsign).
 */
public final class RdpFileBuilder {
  private static final String SIGNSCOPE = "signscope";
  private static final String SIGNATURE = "signature";

  private final RdpFile file;
  private final byte[] bytes;
  private final Map<String, List<RdpLine>> linesByKey = new HashMap<>();

  /** What becomes of lines that change: the new setting, or empty to remove the line. */
  private final Map<Integer, Optional<RdpSetting>> changed = new HashMap<>();

  /** New settings by key, in the order in which they were set. */
  private final Map<String, RdpSetting> added = new LinkedHashMap<>();

  RdpFileBuilder(RdpFile file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    for (RdpLine line : file.lines()) {
      line.setting()
          .ifPresent(
              setting ->
                  linesByKey
                      .computeIfAbsent(RdpSetting.key(setting.name()), key -> new ArrayList<>())
                      .add(line));
    }
  }

  /**
   * Sets a whole number ({@code :i:}).
   *
   * @param name its name, in any case
   * @param value the number
   * @return this
   */
  public RdpFileBuilder set(String name, int value) {
    return set(new RdpSetting(name, RdpSetting.Type.INTEGER, Secret.of(Integer.toString(value))));
  }

  /**
   * Sets a text ({@code :s:}).
   *
   * @param name its name, in any case
   * @param value the text, of one line
   * @return this
   */
  public RdpFileBuilder set(String name, String value) {
    return set(new RdpSetting(name, RdpSetting.Type.STRING, Secret.of(value)));
  }

  /**
   * Sets a value of any type. Where several lines have the name, the last one takes the value and
   * the others go, so that all clients read the same.
   *
   * @param setting name, type and value
   * @return this
   * @throws IllegalArgumentException if the name holds a colon, or name or value a line break, a
   *     zero character or half a surrogate pair
   */
  public RdpFileBuilder set(RdpSetting setting) {
    check(setting);
    String key = RdpSetting.key(setting.name());
    List<RdpLine> lines = linesByKey.getOrDefault(key, List.of());
    if (lines.isEmpty()) {
      added.put(key, setting);
      return this;
    }
    remove(setting.name());
    RdpLine line = lines.get(lines.size() - 1);
    RdpSetting before = line.setting().orElseThrow();
    RdpSetting after = new RdpSetting(before.name(), setting.type(), setting.value());
    if (after.equals(before)) {
      changed.remove(line.number());
    } else {
      changed.put(line.number(), Optional.of(after));
    }
    return this;
  }

  private void check(RdpSetting setting) {
    CharsetEncoder encoder = file.encoding().charset().newEncoder();
    for (String text : List.of(setting.name(), setting.value().reveal())) {
      if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)
          || !encoder.canEncode(text)) {
        throw new IllegalArgumentException(
            "expected one line of text for " + Printable.excerpt(setting.name()));
      }
    }
    if (setting.name().indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "expected a name without a colon, found " + Printable.excerpt(setting.name()));
    }
  }

  /**
   * Removes a setting, of any type, with all its lines. Does nothing if there is none.
   *
   * @param name its name, in any case
   * @return this
   */
  public RdpFileBuilder remove(String name) {
    String key = RdpSetting.key(name);
    added.remove(key);
    linesByKey
        .getOrDefault(key, List.of())
        .forEach(line -> changed.put(line.number(), Optional.empty()));
    return this;
  }

  /**
   * The file with these changes. Where nothing changes it is the file that this started with.
   *
   * @return the file, and what is to be said about it
   * @throws RdpFileFormatException if no setting is left, or more than {@link RdpFile#MAX_BYTES}
   */
  public RdpEdit build() {
    if (changed.isEmpty() && added.isEmpty()) {
      return new RdpEdit(file, List.of());
    }
    List<String> notes = new ArrayList<>();
    if (voidsSignature()) {
      remove(SIGNSCOPE);
      remove(SIGNATURE);
      notes.add(
          "The change makes the file's signature void: the lines signscope and signature were"
              + " dropped. Have the file signed again where unsigned files are not wanted.");
    }
    byte[] text = text();
    byte[] bom = file.encoding().bom();
    if (bom.length == 0 && RdpEncoding.of(text) != file.encoding()) {
      bom = RdpEncoding.UTF_16LE_BOM.bom(); // without it nobody could guess the encoding any more
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bom.length + text.length);
    out.writeBytes(bom);
    out.writeBytes(text);
    return new RdpEdit(RdpFile.parse(out.toByteArray()), notes);
  }

  private boolean voidsSignature() {
    if (!linesByKey.containsKey(SIGNSCOPE) || !linesByKey.containsKey(SIGNATURE)) {
      return false;
    }
    Signscope scope = Signscope.of(file);
    return added.keySet().stream().anyMatch(scope::covers)
        || changed.keySet().stream()
            .flatMap(number -> file.lines().get(number - 1).setting().stream())
            .map(setting -> RdpSetting.key(setting.name()))
            .anyMatch(key -> key.equals(SIGNSCOPE) || scope.covers(key));
  }

  private byte[] text() {
    RdpEncoding encoding = file.encoding();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 100);
    byte[] lineEnd = new byte[0];
    boolean isEnded = true;
    int at = encoding.bom().length;
    for (RdpLine line : file.lines()) {
      int end = endOfLine(at);
      int next = afterLineEnd(end);
      Optional<RdpSetting> after = changed.get(line.number());
      if (after == null) {
        out.write(bytes, at, end - at);
      } else {
        after.ifPresent(setting -> out.writeBytes(encoded(setting)));
      }
      if (after == null || after.isPresent()) {
        out.write(bytes, end, next - end);
        isEnded = next > end;
      }
      if (lineEnd.length == 0) {
        lineEnd = Arrays.copyOfRange(bytes, end, next);
      }
      at = next;
    }
    if (lineEnd.length == 0) {
      lineEnd = "\r\n".getBytes(encoding.charset());
    }
    for (RdpSetting setting : added.values()) {
      if (!isEnded) {
        out.writeBytes(lineEnd);
        isEnded = true;
      }
      out.writeBytes(encoded(setting));
      out.writeBytes(lineEnd);
    }
    return out.toByteArray();
  }

  private byte[] encoded(RdpSetting setting) {
    String line = setting.name() + ":" + setting.type().letter() + ":" + setting.value().reveal();
    return line.getBytes(file.encoding().charset());
  }

  private int endOfLine(int start) {
    int unit = file.encoding().unit();
    int at = start;
    for (int c = unitAt(at); c >= 0 && c != '\r' && c != '\n'; c = unitAt(at)) {
      at += unit;
    }
    return unitAt(at) < 0 && added.isEmpty() ? bytes.length : at;
  }

  private int afterLineEnd(int end) {
    int unit = file.encoding().unit();
    if (unitAt(end) < 0) {
      return end;
    }
    return unitAt(end) == '\r' && unitAt(end + unit) == '\n' ? end + 2 * unit : end + unit;
  }

  private int unitAt(int offset) {
    return file.encoding().unitAt(bytes, offset);
  }
}
