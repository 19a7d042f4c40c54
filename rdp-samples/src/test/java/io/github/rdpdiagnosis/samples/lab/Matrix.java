package io.github.rdpdiagnosis.samples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Real servers on loopback, through {@code matrix.sh}: up from construction to {@link #close}. */
final class Matrix implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src", "test", "lab", "matrix.sh").toAbsolutePath();
  private static final String TABLE = "/lab/matrix.txt";
  private static final int BASE = 34_300;

  /**
   * One server and all that may be said of it.
   *
   * @param port where it listens, at 127.0.0.1
   * @param claims by what they are about
   */
  record Row(String name, int port, Map<String, String> claims) {}

  Matrix() {
    try {
      Lab.script(List.of("/bin/bash", SCRIPT.toString(), "up", table().toString()));
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /** What this computer lacks, one line for each. */
  static List<String> missing() {
    List<String> missing = new ArrayList<>(Lab.missing());
    if (missing.isEmpty()) {
      missing.addAll(
          Lab.script(List.of("/bin/bash", SCRIPT.toString(), "missing")).lines().toList());
    }
    return missing;
  }

  private static Path table() {
    return Path.of("src", "test", "resources", "lab", "matrix.txt").toAbsolutePath();
  }

  static List<Row> rows() throws IOException {
    try (InputStream in = Objects.requireNonNull(Matrix.class.getResourceAsStream(TABLE))) {
      List<Row> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (line.startsWith("#") || line.isBlank()) {
          continue;
        }
        String[] columns = line.split("\\|", -1);
        Map<String, String> claims = new TreeMap<>();
        for (String claim : columns[2].strip().split(" +", -1)) {
          int equals = claim.indexOf('=');
          if (equals > 0) {
            claims.put(claim.substring(0, equals), claim.substring(equals + 1));
          }
        }
        rows.add(new Row(columns[0].strip(), BASE + rows.size() + 1, claims));
      }
      return rows;
    }
  }

  @Override
  public void close() {
    Lab.script(List.of("/bin/bash", SCRIPT.toString(), "down"));
  }
}
