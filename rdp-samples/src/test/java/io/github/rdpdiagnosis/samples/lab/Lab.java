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

  /** Nobody, in no group, with no capability. */
  private static final List<String> PLAIN_USER =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=-all",
          "--bounding-set=-all",
          "--no-new-privs");

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
    } else if (missing.isEmpty() && !isReadableByAll(testClasses())) {
      missing.add("a folder that every user can read: " + testClasses());
    }
    return missing;
  }

  private static boolean isReadableByAll(Path file) {
    List<String> test = new ArrayList<>(PLAIN_USER);
    test.addAll(List.of("test", "-r", file.toString()));
    try {
      script(test);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * Whether the C library has its messages in a language.
   *
   * @param language such as {@code de}
   * @return true if it has
   */
  static boolean speaks(String language) {
    return Files.exists(Path.of("/usr/share/locale", language, "LC_MESSAGES", "libc.mo"));
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
   * Starts a JVM in a namespace, with all rights: it may read the rules of the local firewall.
   *
   * @param namespace {@code cli} or {@code alt}
   * @param jar the command
   * @return ready to run it
   */
  NamespaceCommand command(String namespace, Path jar) throws IOException {
    return command(namespace, List.of(), jar, "");
  }

  /**
   * Starts a JVM in a namespace, without any right that a plain user lacks.
   *
   * @param namespace {@code cli} or {@code alt}
   * @param jar the command
   * @param language what the system's messages are in, as {@code LANGUAGE} takes it; empty for
   *     English
   * @return ready to run it
   */
  NamespaceCommand asPlainUser(String namespace, Path jar, String language) throws IOException {
    return command(namespace, PLAIN_USER, jar, language);
  }

  private NamespaceCommand command(String namespace, List<String> user, Path jar, String language)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", SCRIPT.toString(), "run", namespace));
    command.addAll(user);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-classpath",
            jar + File.pathSeparator + testClasses(),
            LabRunner.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("LANGUAGE", language);
    builder.environment().put("RDPDIAG_ACCESS_TOKEN", "made-up"); // for the Azure of the lab
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
