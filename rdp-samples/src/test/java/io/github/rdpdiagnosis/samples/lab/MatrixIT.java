package io.github.rdpdiagnosis.samples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.RdpLadder;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Surveys real servers in more than thirty settings and holds each claim against {@code
 * matrix.txt}: every claim in it must be made, and no other. What was said goes to {@code
 * target/lab/matrix.txt}.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixIT {
  private static final String HOST = "vm1.lab.test";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int AT_ONCE = 2;
  private static final int MOST_CONNECTIONS = 12;

  private final Map<String, Map<String, String>> said = new TreeMap<>();
  private Optional<Matrix> matrix = Optional.empty();

  @TestFactory
  Stream<DynamicTest> everyClaimIsRight() throws Exception {
    List<String> missing = Matrix.missing();
    if (!missing.isEmpty()) {
      String needs = "the matrix needs " + String.join(", ", missing);
      return Stream.of(dynamicTest(needs, () -> abort(needs)));
    }
    List<Matrix.Row> rows = Matrix.rows();
    matrix = Optional.of(new Matrix());
    Map<String, Future<List<Observation>>> surveys = new TreeMap<>();
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    for (Matrix.Row row : rows) {
      surveys.put(row.name(), workers.submit(() -> survey(row.port())));
    }
    workers.shutdown();
    return Stream.concat(
        Stream.of(
            dynamicTest("at least 20 settings", () -> assertThat(rows).hasSizeGreaterThan(20))),
        rows.stream()
            .map(row -> dynamicTest(row.name(), () -> judge(row, surveys.get(row.name()).get()))));
  }

  @AfterAll
  void writeAndClose() throws IOException {
    matrix.ifPresent(Matrix::close);
    Path folder = Files.createDirectories(Path.of("target", "lab"));
    List<String> lines = new ArrayList<>();
    said.forEach((name, claims) -> lines.add(name + " " + claims));
    Files.write(folder.resolve("matrix.txt"), lines);
  }

  private static List<Observation> survey(int port) {
    return RdpLadder.of(HOST, port)
        .resolver(name -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
        .nameServers(List.of())
        .survey()
        .probe(Deadline.in(DEADLINE));
  }

  private void judge(Matrix.Row row, List<Observation> seen) {
    Map<String, String> claims = claims(seen);
    said.put(row.name(), claims);
    assertThat(claims).as(seen.toString()).isEqualTo(row.claims());
    assertThat(seen.stream().filter(o -> RdpLadder.CONNECTING.contains(o.check())).count())
        .isLessThanOrEqualTo(MOST_CONNECTIONS);
  }

  private static Map<String, String> claims(List<Observation> seen) {
    Map<String, String> claims = new TreeMap<>();
    put(claims, "x224", seen, "x224", ProbeFacts.X224_OUTCOME);
    put(claims, "selected", seen, "x224", ProbeFacts.X224_SELECTED);
    put(claims, "asked", seen, "x224", ProbeFacts.X224_SELECTED_ASKED);
    put(claims, "failure", seen, "x224", ProbeFacts.X224_FAILURE_CODE);
    put(claims, "foreign", seen, "x224", ProbeFacts.X224_FOREIGN);
    put(claims, "tls", seen, "tls", ProbeFacts.TLS_OUTCOME);
    put(claims, "alert", seen, "tls", ProbeFacts.TLS_ALERT);
    put(claims, "version", seen, "tls", ProbeFacts.TLS_VERSION);
    put(claims, "legacy", seen, "tls-legacy", ProbeFacts.TLS_LEGACY_VERSION);
    put(claims, "only13", seen, "tls-legacy", ProbeFacts.TLS_13_ONLY);
    put(claims, "challenge", seen, "nla-challenge", ProbeFacts.NLA_CHALLENGE_OUTCOME);
    fact(seen, "nla", ProbeFacts.NLA_REQUIRED)
        .ifPresent(required -> claims.put("nla", required ? "required" : "offered"));
    if (!TlsOutcome.HANDSHAKE.name().equals(claims.get("tls"))) {
      put(claims, "suite", seen, "tls-legacy", ProbeFacts.TLS_LEGACY_SUITE);
    }
    fact(seen, "tls-legacy", ProbeFacts.TLS_LEGACY_ANSWER)
        .ifPresent(hex -> claims.put("answer", hex.substring(0, Math.min(4, hex.length()))));
    List<String> certificates =
        Stream.of("tls", "tls-legacy")
            .flatMap(check -> of(seen, check))
            .filter(o -> o.facts().has(ProbeFacts.CERTIFICATE_SHA256))
            .map(MatrixIT::certificate)
            .distinct()
            .toList();
    if (!certificates.isEmpty()) {
      claims.put("certificate", String.join(" and ", certificates)); // the same from both ways
    }
    return claims;
  }

  private static String certificate(Observation o) {
    Facts facts = o.facts();
    Instant from = facts.get(ProbeFacts.CERTIFICATE_NOT_BEFORE).orElseThrow();
    Instant to = facts.get(ProbeFacts.CERTIFICATE_NOT_AFTER).orElseThrow();
    String validity =
        o.at().isBefore(from) ? "NOT_YET_VALID" : o.at().isBefore(to) ? "IN_TIME" : "EXPIRED";
    return String.join(
        ",",
        facts.get(ProbeFacts.CERTIFICATE_SELF_SIGNED).orElseThrow() ? "self" : "ca",
        facts.get(ProbeFacts.CERTIFICATE_NAME_MATCHES).orElseThrow() ? "name" : "other-name",
        validity,
        facts.get(ProbeFacts.CERTIFICATE_KEY).orElseThrow()
            + "-"
            + facts.get(ProbeFacts.CERTIFICATE_KEY_BITS).orElseThrow(),
        facts.get(ProbeFacts.CERTIFICATE_SIGNATURE).orElseThrow());
  }

  private static <T> void put(
      Map<String, String> claims,
      String name,
      List<Observation> seen,
      String check,
      FactKey<T> key) {
    fact(seen, check, key).ifPresent(value -> claims.put(name, value.toString()));
  }

  private static <T> Optional<T> fact(List<Observation> seen, String check, FactKey<T> key) {
    return of(seen, check).flatMap(o -> o.facts().get(key).stream()).findFirst();
  }

  private static Stream<Observation> of(List<Observation> seen, String check) {
    return seen.stream().filter(o -> o.check().equals(check));
  }
}
