package io.github.rdpdiagnosis.probes.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Bytes that real servers sent, where the recordings are at hand. */
public final class Recordings {
  private final Path folder;

  private Recordings(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where there are none. */
  public static Recordings locate() {
    Optional<Path> found =
        Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
            .map(p -> p.resolve("shared/lab/transcripts"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(found.isPresent(), "no recordings");
    return new Recordings(found.get());
  }

  public boolean has(String name) {
    return Files.exists(folder.resolve(name + ".hex"));
  }

  public byte[] read(String name) throws IOException {
    return HexFormat.of()
        .parseHex(Files.readString(folder.resolve(name + ".hex")).replaceAll("\\s", ""));
  }

  /** Names of those that contain a text, without the extension. */
  public List<String> names(String part) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".hex") && n.contains(part))
          .map(n -> n.substring(0, n.length() - 4))
          .sorted()
          .toList();
    }
  }
}
