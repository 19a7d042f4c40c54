package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Diagnoses of many kinds, made from what could have been seen: what every format must take. */
public final class Stories {
  /** What a hostile server, rule or file may bring along. */
  public static final String HOSTILE =
      "x\"'><script>document.title='owned'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"
          + "${7*7}`id`$(id);|&\u001b[31m\u202e\u0000]]>&lt; --> <!-- \\\" {{x}} %0a";

  private static final String A = Seen.ADDRESS;
  private static final Vantage ALT = new Vantage("alt");

  private Stories() {}

  /**
   * Every kind of diagnosis.
   *
   * @return by what happened in it
   */
  public static Map<String, Diagnosis> all() {
    Map<String, Diagnosis> all = new LinkedHashMap<>();
    seen().forEach((name, seen) -> all.put(name, seen.diagnosed()));
    // With all that Azure says of the VM.
    all.put("vm-stopped", scene("tcp TIMED_OUT", "azure vm > powerState = \"deallocated\""));
    all.put("address-not-allowed", scene("tcp TIMED_OUT", "egress 192.0.2.9"));
    return all;
  }

  private static Diagnosis scene(String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("without guest");
    return Scene.of(all).diagnosed();
  }

  /**
   * What was seen in each story.
   *
   * @return observations by story
   */
  public static Map<String, List<Observation>> observations() {
    Map<String, List<Observation>> all = new LinkedHashMap<>();
    seen().forEach((name, seen) -> all.put(name, seen.observations()));
    return all;
  }

  private static Map<String, Seen> seen() {
    Map<String, Seen> all = new LinkedHashMap<>();
    all.put("nothing", new Seen());
    all.put("works", Seen.named(A).interfaces(1).rdpUpToTls(Vantage.CLIENT, A));
    all.put(
        "works-nla",
        Seen.named(A)
            .rdpUpToTls(Vantage.CLIENT, A, 2)
            .at(
                "nla-challenge",
                A,
                ProbeFacts.NLA_CHALLENGE_OUTCOME,
                NlaChallengeOutcome.CHALLENGE));
    all.put(
        "works-for-five-days",
        Seen.named(A)
            .rdpUpToTls(Vantage.CLIENT, A)
            .tls(Vantage.CLIENT, A, TlsOutcome.HANDSHAKE, Seen.NOW.plus(Duration.ofDays(5))));
    for (TcpOutcome outcome : TcpOutcome.values()) {
      if (outcome != TcpOutcome.OPEN) {
        all.put("tcp-" + outcome, Seen.named(A).interfaces(1).tcp(Vantage.CLIENT, A, outcome));
      }
    }
    for (X224Outcome outcome : X224Outcome.values()) {
      if (outcome != X224Outcome.CONFIRMED) {
        all.put(
            "x224-" + outcome,
            Seen.named(A).tcp(Vantage.CLIENT, A, TcpOutcome.OPEN).x224(Vantage.CLIENT, A, outcome));
      }
    }
    for (NameOutcome outcome : NameOutcome.values()) {
      if (outcome != NameOutcome.RESOLVED && outcome != NameOutcome.LITERAL) {
        all.put("name-" + outcome, Seen.nameFails(outcome));
      }
    }
    all.put(
        "compared", Seen.named(A).tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT).rdpUpToTls(ALT, A));
    all.put(
        "deallocated",
        Seen.named(A)
            .tcp(Vantage.CLIENT, A, TcpOutcome.TIMED_OUT)
            .add(
                "vm",
                Vantage.AZURE,
                null,
                Facts.builder()
                    .put(AzureFacts.POWER_STATE, "deallocated")
                    .put(AzureFacts.RESOURCES, List.of("/subscriptions/s/vm"))
                    .build()));
    return all;
  }

  /**
   * A diagnosis in which every text from outside is hostile.
   *
   * @return about a host with a hostile name
   */
  public static Diagnosis hostile() {
    List<Observation> seen = new ArrayList<>(Seen.nameFails(NameOutcome.NOT_FOUND).observations());
    seen.add(
        new Observation(
            "banner",
            Vantage.CLIENT,
            Optional.of(A),
            Seen.NOW,
            Duration.ofMillis(7),
            CheckStatus.inconclusive(HOSTILE, HOSTILE),
            Facts.builder()
                .put(new FactKey<>("server.banner", FactType.STRING), HOSTILE)
                .put(new FactKey<>("rule.names", FactType.STRINGS), List.of(HOSTILE, HOSTILE))
                .build()));
    return Engine.diagnose(
        new Engine.Case(
            HOSTILE,
            Seen.NOW,
            Duration.ofSeconds(1),
            HOSTILE,
            3389,
            Optional.of(HOSTILE),
            Optional.of(HOSTILE),
            seen));
  }

  /**
   * A diagnosis with as many and as long facts as may come in from evidence files.
   *
   * @return far too much for a report
   */
  public static Diagnosis huge() {
    FactKey<String> key = new FactKey<>("some.text", FactType.STRING);
    List<Observation> seen = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      seen.add(
          new Observation(
              "check-" + i,
              ALT,
              Optional.empty(),
              Seen.NOW.plusMillis(i),
              Duration.ofMillis(i),
              CheckStatus.violated("<&\"'>".repeat(2000)),
              Facts.builder().put(key, "<&\"'>".repeat(1000)).build()));
    }
    return Seen.diagnose(seen);
  }
}
