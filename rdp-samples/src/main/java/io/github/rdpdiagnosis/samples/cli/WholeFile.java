package io.github.rdpdiagnosis.samples.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that others may read at any moment: they see the old content or the new, never a part. */
final class WholeFile {
  private WholeFile() {}

  /** Writes to a file that somebody named on the command line, who hears why it cannot be. */
  static void write(String name, byte[] content) {
    try {
      write(TargetArgument.path(name), content);
    } catch (IOException e) {
      throw new UsageException("cannot write " + name + ": " + e.getMessage());
    }
  }

  static void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] content) throws IOException {
    replace(file, draft -> Files.write(draft, content));
  }

  /** What a file holds, written bit by bit. */
  interface Content {
    void write(Appendable out) throws IOException;
  }

  /** Writes what need not fit into memory. */
  static void write(Path file, Content content) throws IOException {
    replace(
        file,
        draft -> {
          try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
            content.write(out);
          }
        });
  }

  private interface Draft {
    void write(Path draft) throws IOException;
  }

  private static void replace(Path file, Draft content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    // The textfile collector of node_exporter reads *.prom only.
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    try {
      content.write(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
