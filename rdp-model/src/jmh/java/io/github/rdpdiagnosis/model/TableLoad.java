package io.github.rdpdiagnosis.model;

import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.rdpfile.RdpProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long a table takes to load in a fresh JVM that has run nothing else, which JMH cannot
 * measure: its own start warms up what the loading needs. Prints the least and the median of 15
 * JVMs.
 *
 * <pre>
 * mvn -q -Pjmh -DskipTests -pl rdp-model -am test-compile
 * java -cp rdp-model/target/classes:rdp-model/target/test-classes io.github.rdpdiagnosis.model.TableLoad
 * </pre>
 */
public final class TableLoad {
  private static final int JVMS = 15;

  private TableLoad() {}

  /**
   * Measures all tables, or loads one.
   *
   * @param args nothing, or the name of a table
   * @throws Exception if a JVM cannot be started
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      long began = System.nanoTime();
      int rows = load(args[0]);
      long nanos = System.nanoTime() - began;
      System.out.println(rows > 0 ? nanos / 1000 : -1);
      return;
    }
    for (String table : List.of("properties", "causes", "errors", "first match")) {
      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < JVMS; i++) {
        micros.add(fresh(table));
      }
      Collections.sort(micros);
      System.out.printf(
          "%-12s least %5.1f ms, median %5.1f ms%n",
          table, micros.get(0) / 1000.0, micros.get(JVMS / 2) / 1000.0);
    }
  }

  private static int load(String table) {
    return switch (table) {
      case "properties" -> RdpProperties.standard().all().size();
      case "causes" -> CauseCatalogue.standard().causes().size();
      case "errors" -> ClientErrors.all().size();
      default -> ClientErrors.match("0x204").candidates().size();
    };
  }

  private static long fresh(String table) throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                TableLoad.class.getName(),
                table)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(printed.strip());
  }
}
