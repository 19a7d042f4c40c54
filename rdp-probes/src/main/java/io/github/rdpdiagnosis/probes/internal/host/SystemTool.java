package io.github.rdpdiagnosis.probes.internal.host;

import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one of the system's own tools that only print something. Taken from the system's folders,
 * never from the caller's path; arguments as a list, no shell; the C locale; at most 4 MiB and
 * three seconds.
 */
public final class SystemTool {
  private static final int MOST_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LONGEST_WORDS = 200;
  private static final List<String> UNIX_FOLDERS =
      List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/libexec/ApplicationFirewall");

  private SystemTool() {}

  /**
   * How a run ended.
   *
   * @param text what it printed; complete only if {@link #isComplete}
   * @param problem why that is not all, or empty
   */
  public record Output(String text, Optional<String> problem) {
    /**
     * Whether the tool ran to a good end.
     *
     * @return true if the text is all of it
     */
    public boolean isComplete() {
      return problem.isEmpty();
    }
  }

  /**
   * Runs a tool.
   *
   * @param until when to give up at the latest
   * @param tool its name, without a folder
   * @param arguments its arguments
   * @return what it printed
   * @throws InterruptedException if this thread is interrupted; the tool is ended then
   */
  public static Output run(Deadline until, String tool, String... arguments)
      throws InterruptedException {
    Optional<Path> program = find(tool);
    if (program.isEmpty()) {
      return new Output("", Optional.of("there is no " + tool + " here"));
    }
    List<String> command = new ArrayList<>(List.of(program.get().toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Output("", Optional.of(tool + " cannot be run: " + e.getMessage()));
    }
    try {
      return await(process, tool, until.atMost(PATIENCE));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Where a tool is.
   *
   * @param tool its name
   * @return its path, or empty if it is in none of the system's folders
   */
  public static Optional<Path> find(String tool) {
    boolean windows = File.separatorChar == '\\';
    List<String> folders =
        windows
            ? List.of(
                Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows")
                    + "\\System32")
            : UNIX_FOLDERS;
    return folders.stream()
        .map(folder -> Path.of(folder, windows ? tool + ".exe" : tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Output await(Process process, String tool, Duration limit)
      throws InterruptedException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> read(process));
    Thread reader = new Thread(reading, "rdp-probe-" + tool);
    reader.setDaemon(true);
    reader.start();
    try {
      process.getOutputStream().close(); // it is asked nothing
      byte[] bytes = reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (bytes.length > MOST_BYTES) {
        return new Output("", Optional.of(tool + " printed more than " + MOST_BYTES + " bytes"));
      }
      String text = new String(bytes, charset());
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS) || process.exitValue() != 0) {
        return new Output(text, Optional.of(tool + " failed: " + words(text)));
      }
      return new Output(text, Optional.empty());
    } catch (TimeoutException e) {
      return new Output("", Optional.of(tool + " did not end within " + limit.toMillis() + " ms"));
    } catch (ExecutionException | IOException e) {
      return new Output("", Optional.of(tool + " cannot be read: " + e.getMessage()));
    }
  }

  private static byte[] read(Process process) throws IOException {
    try (InputStream in = process.getInputStream()) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  /** Tools of Windows write in the console's code page; those of others, told C, in ASCII. */
  private static Charset charset() {
    String name = System.getProperty("native.encoding"); // from JDK 17 on
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }

  private static String words(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.isEmpty()
        ? "it said nothing"
        : line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) : line;
  }

  /**
   * Which family of systems this is.
   *
   * @return {@code linux}, {@code windows}, {@code mac} or {@code other}
   */
  public static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.contains("linux")
        ? "linux"
        : name.contains("windows") ? "windows" : name.contains("mac") ? "mac" : "other";
  }
}
