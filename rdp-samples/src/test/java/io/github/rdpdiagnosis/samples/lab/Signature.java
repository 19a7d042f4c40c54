package io.github.rdpdiagnosis.samples.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The class of outcome that the bare observations of one client are of, told without the engine: D
 * name, T TCP, X the X.224 exchange, N the negotiation, S the TLS handshake, C the certificate, OK.
 */
final class Signature {
  /** "No route to host" after this long comes from a router that found nobody. */
  private static final long ROUTER_GAVE_UP_MILLIS = 2500;

  private static final long LATE_MILLIS = 1000;

  private final List<JsonNode> checks;
  private final String host;

  private Signature(JsonNode result) {
    checks =
        StreamSupport.stream(result.required("checks").spliterator(), false)
            .filter(check -> check.path("vantage").asText().equals("client"))
            .toList();
    host = result.at("/target/host").asText();
  }

  /** Reads the JSON of {@code diagnose --output json}. */
  static String of(JsonNode result) {
    return new Signature(result).read();
  }

  private String read() {
    return name().or(this::tcp).or(this::x224).or(this::tls).orElseGet(this::certificate);
  }

  private Optional<String> name() {
    return switch (fact("name.outcome")) {
      case "NOT_FOUND" -> Optional.of("D1");
      case "TRY_AGAIN", "OTHER" -> Optional.of("D2");
      default -> Optional.empty();
    };
  }

  private Optional<String> tcp() {
    return switch (fact("tcp.outcome")) {
      case "TIMED_OUT" -> Optional.of("T1");
      case "REFUSED" -> Optional.of("T2");
      case "NO_ROUTE" ->
          Optional.of(Long.parseLong(fact("tcp.millis")) < ROUTER_GAVE_UP_MILLIS ? "T3" : "T4");
      case "NETWORK_UNREACHABLE" -> Optional.of("T5");
      case "LOCAL_REFUSAL" -> Optional.of("T6");
      case "OPEN" -> Optional.empty();
      default -> Optional.of("none");
    };
  }

  private Optional<String> x224() {
    return switch (fact("x224.outcome")) {
      case "SILENT" -> Optional.of("X1");
      case "CLOSED" -> Optional.of("X2");
      case "RESET" -> Optional.of("X3");
      case "NOT_TPKT", "MALFORMED" -> Optional.of("X4");
      case "FAILURE" -> Optional.of("N1");
      default -> fact("x224.selected").equals("0") ? Optional.of("N2") : Optional.empty();
    };
  }

  private Optional<String> tls() {
    return switch (fact("tls.outcome")) {
      case "SILENT" -> Optional.of("S1");
      case "RESET", "CLOSED" -> Optional.of("S2");
      case "ALERT" -> Optional.of(fact("tls.alert").equals("protocol_version") ? "S3" : "S4");
      case "NOT_TLS" -> Optional.of("S5");
      case "HANDSHAKE" -> Optional.empty();
      default -> Optional.of("none");
    };
  }

  private String certificate() {
    String now = checks.get(0).path("at").asText();
    boolean outOfTime =
        fact("certificate.not-after").compareTo(now) < 0
            || fact("certificate.not-before").compareTo(now) > 0;
    boolean otherName = !fact("certificate.names").contains('"' + host + '"');
    boolean otherIssuer = fact("certificate.self-signed").equals("false");
    if (outOfTime || otherName || otherIssuer) {
      return "C1";
    }
    if (fact("nla.required").equals("true")) {
      return "N1";
    }
    return checks.stream()
            .filter(check -> check.path("check").asText().equals("x224"))
            .anyMatch(check -> check.path("durationMillis").asLong() >= LATE_MILLIS)
        ? "X5"
        : "OK";
  }

  /** As text; empty where nothing gave it. */
  private String fact(String key) {
    return checks.stream()
        .map(check -> check.path("facts").path(key))
        .filter(value -> !value.isMissingNode())
        .map(value -> value.isContainerNode() ? value.toString() : value.asText())
        .findFirst()
        .orElse("");
  }
}
