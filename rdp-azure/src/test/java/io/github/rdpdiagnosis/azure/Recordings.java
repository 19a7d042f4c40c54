package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Recorded replies of Azure, which are not part of the project: tests that read them are skipped
 * where they are absent.
 */
public final class Recordings {
  private Recordings() {}

  /** The folder {@code shared/recordings} beside the project, wherever the tests run. */
  public static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/recordings");
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    Assumptions.abort("no recordings here");
    throw new IllegalStateException();
  }

  public static List<Path> of(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(kind))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  public static JsonNode json(Path file) throws IOException {
    return StrictJson.readTree(
        Files.readAllBytes(file), 64 * 1024 * 1024, file.getFileName().toString());
  }
}
