package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpFileFormatException;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What to diagnose: an .rdp file, or a host with or without a port. */
final class TargetArgument {
  private TargetArgument() {}

  /** Whether the user means a file: it ends in .rdp or has a path separator. */
  static boolean isFile(String text) {
    return text.toLowerCase(Locale.ROOT).endsWith(".rdp")
        || text.contains("/")
        || text.contains("\\");
  }

  static RdpDiagnosis diagnosis(String text) {
    if (!isFile(text)) {
      return RdpDiagnosis.of(host(text));
    }
    Path path = path(text);
    RdpFile file = read(path, text);
    try {
      return RdpDiagnosis.of(file).named(String.valueOf(path.getFileName()));
    } catch (RdpFileFormatException e) {
      throw new UsageException(text + ": " + e.getMessage());
    }
  }

  static RdpFile read(Path path, String text) {
    checkIsNoLauncherFile(text);
    if (Files.isDirectory(path)) {
      throw new UsageException("cannot read " + text + ": it is a directory");
    }
    try {
      return RdpFile.read(path);
    } catch (RdpFileFormatException e) {
      throw new UsageException(String.valueOf(e.getMessage())); // it names the file
    } catch (IOException e) {
      throw unreadable(text, e);
    }
  }

  private static void checkIsNoLauncherFile(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.endsWith(".rdg") || name.endsWith(".xml")) {
      throw new UsageException(
          text + ": expected an .rdp file; rdpdiag rdp-file import reads those of other launchers");
    }
  }

  static RdpTarget host(String text) {
    checkIsNoLauncherFile(text);
    try {
      return RdpTarget.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("target: " + e.getMessage());
    }
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + text + "' cannot be a file name: " + e.getReason());
    }
  }

  static UsageException unreadable(String file, IOException e) {
    String why =
        e instanceof NoSuchFileException
            ? "no such file"
            : e.getClass().getSimpleName() + " " + e.getMessage();
    return new UsageException("cannot read " + file + ": " + why);
  }
}
