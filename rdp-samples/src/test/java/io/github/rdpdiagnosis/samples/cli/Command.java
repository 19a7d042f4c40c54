package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code rdpdiag} as a process of its own, from the class path of the tests. */
final class Command {
  private Command() {}

  /** How a process ended. */
  record Result(int status, String out, String err, long millis) {}

  static ProcessBuilder builder(Map<String, String> environment, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RdpDiag.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("RDPDIAG_"));
    builder.environment().putAll(environment);
    return builder;
  }

  static Result run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("rdpdiag", ".out");
    Path err = Files.createTempFile("rdpdiag", ".err");
    try {
      long began = System.nanoTime();
      Process process =
          builder(environment, args)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return end(process, out, err, began);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  static Result end(Process process, Path out, Path err, long began)
      throws IOException, InterruptedException {
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("rdpdiag did not end");
    }
    long millis = (System.nanoTime() - began) / 1_000_000;
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8), millis);
  }
}
