package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be done and what was done, one JSON object a line, each forced to disk before
 * anything else happens. A process that dies leaves at most one half line at the end, which is cut
 * off when the file is opened again. Holds no secret. One process at a time; not thread-safe.
 */
public final class Journal implements AutoCloseable {
  private static final int LIMIT = 4 * 1024 * 1024;
  private static final long SCHEMA_VERSION = 1;

  /** How far a step is, by the last line about it. */
  enum Phase {
    NONE,
    BEGUN,
    DONE,
    NOT_DONE,
    UNDO_BEGUN,
    UNDONE
  }

  private final FileChannel file;
  private final String name;
  private final Map<String, Phase> phases = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> found = new HashMap<>();
  private final List<ChangeStep> steps = new ArrayList<>();
  private String planHash = "";

  private Journal(FileChannel file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * The journal of a plan: a new file, or the one of an earlier run of the same plan, which is then
   * gone on with.
   *
   * @param path the file
   * @param planHash the plan's hash
   * @param steps the plan's steps
   * @return the journal
   * @throws IOException if the file cannot be written, or another process has it
   * @throws JsonDocumentException if it is no journal, or that of another plan
   */
  public static Journal of(Path path, String planHash, List<ChangeStep> steps) throws IOException {
    Journal journal = opened(path, StandardOpenOption.CREATE);
    try {
      if (journal.planHash.isEmpty()) {
        journal.begin(path, planHash, steps);
      } else if (!journal.planHash.equals(planHash)) {
        throw new JsonDocumentException(
            path.toString(), "line 1", "expected the journal of this plan, it is another plan's");
      }
      return journal;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /**
   * The journal of an earlier run.
   *
   * @param path the file
   * @return the journal; without steps where that run ended before it had written the first line
   * @throws IOException if it cannot be read and written, or another process has it
   * @throws JsonDocumentException if it is no journal
   */
  public static Journal open(Path path) throws IOException {
    return opened(path);
  }

  private static Journal opened(Path path, StandardOpenOption... more) throws IOException {
    List<StandardOpenOption> options =
        new ArrayList<>(List.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    options.addAll(List.of(more));
    FileChannel file = open(path, options);
    Journal journal = new Journal(file, path.toString());
    try {
      journal.lock();
      journal.load();
      return journal;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static FileChannel open(Path path, List<StandardOpenOption> options) throws IOException {
    Set<StandardOpenOption> set = Set.copyOf(options);
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? FileChannel.open(
            path,
            set,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(path, set);
  }

  private void lock() throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock == null) {
        throw inUse();
      }
    } catch (OverlappingFileLockException e) {
      throw inUse();
    }
  }

  private FileSystemException inUse() {
    return new FileSystemException(name, null, "another process is at work with this journal");
  }

  private void load() throws IOException {
    if (file.size() > LIMIT) {
      throw new JsonDocumentException(
          name, "byte " + LIMIT, "expected at most " + LIMIT + " bytes, got " + file.size());
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // reads on
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    int number = 0;
    for (String line : text.substring(0, end).lines().toList()) {
      number++;
      if (!line.isEmpty()) {
        take(line, number);
      }
    }
    if (planHash.isEmpty() && text.length() > 0 && !"{\"at\":".startsWith(head(text))) {
      throw new JsonDocumentException(name, "line 1", "expected a journal of rdpdiag apply");
    }
    // What a dying process left half written was never acted upon.
    long whole = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    file.truncate(whole);
    file.position(whole);
  }

  /** The start of what may be the first line of a journal, cut anywhere. */
  private static String head(String text) {
    return text.substring(0, Math.min(6, text.length()));
  }

  private void take(String line, int number) {
    String place = "line " + number;
    Map<String, Object> json =
        StrictJson.readObject(line.getBytes(StandardCharsets.UTF_8), LIMIT, name + ", " + place);
    String entry = String.valueOf(json.get("entry"));
    try {
      if (number == 1) {
        takePlan(json, entry);
      } else if (json.get("step") instanceof String step && phases.containsKey(step)) {
        phases.put(step, Phase.valueOf(entry));
        takeFound(step, json.get("found"));
      } else {
        throw new IllegalArgumentException("expected a step of the plan");
      }
    } catch (IllegalArgumentException e) {
      throw e instanceof JsonDocumentException known
          ? known
          : new JsonDocumentException(name, place, String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("unchecked")
  private void takeFound(String step, @Nullable Object properties) {
    if (properties instanceof Map<?, ?> map) {
      found.put(step, (Map<String, Object>) map);
    } else if (properties != null) {
      throw new IllegalArgumentException("expected an object for found");
    }
  }

  private void takePlan(Map<String, Object> json, String entry) {
    if (!entry.equals("PLAN")
        || !Long.valueOf(SCHEMA_VERSION).equals(json.get("schemaVersion"))
        || !(json.get("plan") instanceof String hash)
        || !(json.get("steps") instanceof List<?> list)) {
      throw new IllegalArgumentException(
          "expected a journal of rdpdiag apply, of schema version " + SCHEMA_VERSION);
    }
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> step) || !(step.get("id") instanceof String id)) {
        throw new IllegalArgumentException("expected steps with ids");
      }
      Object operation = step.get("operation");
      if (operation == null) {
        throw new IllegalArgumentException("expected steps with operations");
      }
      steps.add(new ChangeStep(id, OperationJson.read(operation)));
      phases.put(id, Phase.NONE);
    }
    planHash = hash;
  }

  private void begin(Path path, String hash, List<ChangeStep> all) throws IOException {
    Map<String, Object> json = new TreeMap<>();
    json.put("entry", "PLAN");
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("plan", hash);
    json.put(
        "steps",
        all.stream()
            .map(
                step -> Map.of("id", step.id(), "operation", OperationJson.write(step.operation())))
            .toList());
    append(json);
    planHash = hash;
    steps.addAll(all);
    all.forEach(step -> phases.put(step.id(), Phase.NONE));
    forceFolder(path);
  }

  /** A new name is on disk when its folder is; systems that cannot say so are taken as they are. */
  private static void forceFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Takes note of what a step is about to delete as well: no plan knows all of it. */
  void writeDeletion(String step, Phase phase, String detail, Map<String, Object> properties)
      throws IOException {
    write(step, phase, detail, Map.of("found", properties));
    found.put(step, properties);
  }

  /** What a step found before it deleted it. */
  Optional<Map<String, Object>> found(String step) {
    return Optional.ofNullable(found.get(step));
  }

  void write(String step, Phase phase, String detail) throws IOException {
    write(step, phase, detail, Map.of());
  }

  private void write(String step, Phase phase, String detail, Map<String, Object> more)
      throws IOException {
    Map<String, Object> json = new TreeMap<>(more);
    json.put("entry", phase.name());
    json.put("step", step);
    json.put("detail", detail);
    append(json);
    phases.put(step, phase);
  }

  private void append(Map<String, Object> json) throws IOException {
    json.put("at", Instant.now().toString());
    String line = StrictJson.mapper().writeValueAsString(json);
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(true);
  }

  /**
   * Which plan it is of.
   *
   * @return the plan's hash; the empty text where an earlier run ended before its first line
   */
  public String planHash() {
    return planHash;
  }

  /**
   * The plan's steps.
   *
   * @return in their order
   */
  public List<ChangeStep> steps() {
    return List.copyOf(steps);
  }

  Phase phase(String step) {
    return Optional.ofNullable(phases.get(step)).orElse(Phase.NONE);
  }

  /** Whether something was taken back: then the plan is not gone on with. */
  boolean isTakenBack() {
    return phases.values().stream().anyMatch(p -> p == Phase.UNDO_BEGUN || p == Phase.UNDONE);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
