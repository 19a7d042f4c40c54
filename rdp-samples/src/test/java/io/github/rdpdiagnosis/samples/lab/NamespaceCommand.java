package io.github.rdpdiagnosis.samples.lab;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * rdpdiag in one namespace: the near end of a {@link LabRunner}. Its process ends when this is
 * closed, or when an answer is not there in time; the next call starts another.
 */
final class NamespaceCommand implements AutoCloseable {
  private static final int MAX_OUTPUT = 64 << 20;

  private final ProcessBuilder builder;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "lab-runner");
            thread.setDaemon(true);
            return thread;
          });
  private Process process;

  NamespaceCommand(ProcessBuilder builder) throws IOException {
    this.builder = builder;
    this.process = builder.start();
  }

  /** Starts one run; {@link #await} fetches what it left. */
  Future<CommandResult> start(String... arguments) throws IOException {
    if (!process.isAlive()) {
      process = builder.start();
    }
    OutputStream requests = process.getOutputStream();
    requests.write((String.join("\t", arguments) + "\n").getBytes(StandardCharsets.UTF_8));
    requests.flush();
    DataInputStream results = new DataInputStream(process.getInputStream());
    return reader.submit(
        () -> new CommandResult(results.readInt(), readText(results), readText(results)));
  }

  /** Whom the process runs as. */
  Optional<String> user() {
    return process.info().user();
  }

  /** Waits for a run; one that takes too long is ended, and is a failure. */
  CommandResult await(Future<CommandResult> run, Duration limit) throws InterruptedException {
    try {
      return run.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("rdpdiag gave no result within " + limit, e);
    } catch (ExecutionException e) {
      throw new AssertionError("the JVM in the namespace ended early", e.getCause());
    }
  }

  private static String readText(DataInputStream results) throws IOException {
    int length = results.readInt();
    if (length < 0 || length > MAX_OUTPUT) {
      throw new IOException("output of " + length + " bytes, at most " + MAX_OUTPUT + " expected");
    }
    byte[] bytes = results.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("output of " + length + " bytes cut at " + bytes.length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    reader.shutdownNow();
  }
}
