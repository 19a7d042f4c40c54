package io.github.rdpdiagnosis.model;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference material that lies beside the project on some machines, and is no part of it. */
public final class SharedReference {
  private SharedReference() {}

  /** A file of the reference material; where it is absent, the test that asks is skipped. */
  public static Path file(String name) {
    Path found = Path.of("");
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path candidate = dir.resolve("shared").resolve("reference").resolve(name);
      if (Files.isRegularFile(candidate)) {
        found = candidate;
        break;
      }
    }
    assumeThat(found).as("reference material with %s beside the project", name).isRegularFile();
    return found;
  }
}
