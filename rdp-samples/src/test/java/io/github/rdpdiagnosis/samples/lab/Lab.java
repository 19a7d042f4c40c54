package io.github.rdpdiagnosis.samples.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The namespaces and their faults, through {@code lab.sh}. Up from construction to {@link #close}.
 */
final class Lab implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src", "test", "lab", "lab.sh").toAbsolutePath();

  private final Path folder;

  /**
   * Brings the lab up.
   *
   * @param folder where logs go
   */
  Lab(Path folder) {
    this.folder = folder;
    try {
      script("up");
    } catch (IllegalStateException e) {
      script("down");
      throw e;
    }
  }

  /**
   * What this computer lacks for the lab.
   *
   * @return one line for each; empty when the lab can run
   */
  static List<String> missing() {
    if (!File.separator.equals("/") || !Files.isExecutable(Path.of("/bin/bash"))) {
      return List.of("Linux with bash");
    }
    List<String> missing = new ArrayList<>(script("missing").lines().toList());
    if (!script(List.of("id", "-u")).strip().equals("0")) {
      missing.add("root");
    }
    return missing;
  }

  /**
   * The faults that can be planted.
   *
   * @return names, as {@link #inject} takes them
   */
  static List<String> faults() {
    return script("list").lines().toList();
  }

  void inject(String fault) {
    script("inject", fault);
  }

  void clear() {
    script("clear");
  }

  /**
   * Starts a JVM in a namespace.
   *
   * @param namespace {@code cli} or {@code alt}
   * @param jar the command
   * @return ready to run it
   */
  NamespaceCommand command(String namespace, Path jar) throws IOException {
    String classPath = jar + File.pathSeparator + testClasses();
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash",
            SCRIPT.toString(),
            "run",
            namespace,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-classpath",
            classPath,
            LabRunner.class.getName());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(
        ProcessBuilder.Redirect.appendTo(folder.resolve(namespace + ".log").toFile()));
    return new NamespaceCommand(builder);
  }

  private static Path testClasses() {
    try {
      return Path.of(LabRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    script("down");
  }

  private static String script(String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return script(command);
  }

  /** Runs a command that ends within 90 s, and gives what it prints; a failure is thrown. */
  static String script(List<String> command) {
    try {
      // A file, not a pipe: servers that the script leaves running would hold a pipe open.
      Path output = Files.createTempFile("lab", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
          process.destroy();
          throw new IllegalStateException(command + " did not end: " + Files.readString(output));
        }
        String text = Files.readString(output);
        if (process.exitValue() != 0) {
          throw new IllegalStateException(command + " failed: " + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " interrupted", e);
    }
  }
}
