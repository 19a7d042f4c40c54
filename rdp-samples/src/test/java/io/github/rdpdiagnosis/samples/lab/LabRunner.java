package io.github.rdpdiagnosis.samples.lab;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.Security;

/**
 * Runs rdpdiag again and again inside one network namespace, so that a JVM is started once and not
 * for every fault. Uses nothing but the JDK, the jar and classes of this package.
 *
 * <p>Standard input: one command line a line, its arguments separated by tabs; {@code azure
 * SCENARIO} plants one of {@link CombinedScenario} in an Azure of the namespace's own. Standard
 * output, for each: exit code (int), then the length (int) and UTF-8 bytes of its output, and the
 * same of its error output.
 */
final class LabRunner {
  private static final String COMMAND = "io.github.rdpdiagnosis.samples.cli.RdpDiag";

  private LabRunner() {}

  public static void main(String[] args) throws Exception {
    // A name that a fault makes wrong must be asked for again after the next one.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    Security.setProperty("networkaddress.cache.stale.ttl", "0");

    MethodHandle command =
        MethodHandles.lookup()
            .findStatic(
                Class.forName(COMMAND),
                "run",
                MethodType.methodType(
                    int.class, PrintStream.class, PrintStream.class, String[].class))
            .asFixedArity();
    DataOutputStream results = new DataOutputStream(System.out);
    System.setOut(System.err);
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        runOnce(command, line.split("\t", -1), results);
      }
    }
  }

  private static void runOnce(MethodHandle command, String[] arguments, DataOutputStream results)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit;
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      try {
        exit =
            arguments[0].equals(LabAzure.WORD)
                ? LabAzure.plant(outStream, arguments[1])
                : (int) command.invokeExact(outStream, errStream, arguments);
      } catch (Throwable e) {
        // Reported like a crashed process: the lab goes on with the next fault.
        e.printStackTrace(errStream);
        exit = -1;
      }
    }
    results.writeInt(exit);
    for (ByteArrayOutputStream stream : new ByteArrayOutputStream[] {out, err}) {
      results.writeInt(stream.size());
      stream.writeTo(results);
    }
    results.flush();
  }
}
