package io.github.rdpdiagnosis.diagnosis.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scenes of a file under {@code engine/}: {@code == NAME} begins one, its lines change the healthy
 * scene, {@code --} begins its near miss, and {@code needs TEXT} says why there is none yet.
 */
record SceneTable(List<Entry> entries) {
  /**
   * A scene.
   *
   * @param name id of the cause and what else tells it from others
   * @param lines what differs from health
   * @param nearMiss what differs from health in the near miss
   * @param needs what would have to be seen, where nothing shows it yet
   */
  record Entry(String name, List<String> lines, List<String> nearMiss, Optional<String> needs) {
    String cause() {
      return name.substring(0, 5);
    }
  }

  static SceneTable read(String file) {
    List<Entry> entries = new ArrayList<>();
    List<String> into = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.startsWith("== ")) {
        Entry entry =
            new Entry(line.substring(3), new ArrayList<>(), new ArrayList<>(), Optional.empty());
        entries.add(entry);
        into = entry.lines();
      } else if (line.equals("--")) {
        into = entries.get(entries.size() - 1).nearMiss();
      } else if (line.startsWith("needs ")) {
        Entry last = entries.remove(entries.size() - 1);
        entries.add(
            new Entry(last.name(), last.lines(), last.nearMiss(), Optional.of(line.substring(6))));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        into.add(line);
      }
    }
    return new SceneTable(entries);
  }

  private static List<String> lines(String file) {
    try (InputStream in = SceneTable.class.getResourceAsStream("/engine/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Entry> of(String cause) {
    return entries.stream().filter(entry -> entry.cause().equals(cause)).toList();
  }

  long unreached() {
    return entries.stream().filter(entry -> entry.needs().isPresent()).count();
  }
}
