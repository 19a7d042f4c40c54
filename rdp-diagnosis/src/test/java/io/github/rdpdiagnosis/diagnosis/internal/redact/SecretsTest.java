package io.github.rdpdiagnosis.diagnosis.internal.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Engine;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import io.github.rdpdiagnosis.diagnosis.spi.Redactor;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Secrets planted where others' texts come in are in nothing that goes out. */
class SecretsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void noFormOfSecretSurvivesInATextOnItsOwn() {
    SeededSecrets seeds = new SeededSecrets(9);
    for (int i = 0; i < 20_000; i++) {
      SeededSecrets.Planted planted = seeds.next();
      assertThat(Redactor.redacted(planted.text()))
          .as(planted.text())
          .doesNotContain(planted.secret())
          .contains("[redacted]");
    }
  }

  @Test
  void ordinaryTextsStayAsTheyAre() {
    for (String text :
        List.of(
            "CN=vm1, the password has expired",
            "PasswordChangeRequired",
            "the token of the RD Gateway was refused",
            "cookies are off",
            "secure channel")) {
      assertThat(Redactor.redacted(text)).isEqualTo(text);
    }
    Stories.observations().values().forEach(o -> assertThat(Redaction.of(o)).isEqualTo(o));
  }

  @Test
  void noFormatAndNoBundleHasASecret() throws IOException {
    SeededSecrets seeds = new SeededSecrets(51);
    for (int round = 0; round < 40; round++) {
      List<String> secrets = new ArrayList<>();
      List<Observation> seen = new ArrayList<>(Stories.observations().get("compared"));
      for (int i = 0; i < 10; i++) {
        seen.add(planted(i, seeds, secrets));
      }
      Diagnosis d =
          Engine.diagnose(
              new Engine.Case(
                  "id",
                  NOW,
                  Duration.ofSeconds(1),
                  "vm1.example",
                  3389,
                  Optional.empty(),
                  Optional.empty(),
                  Redaction.of(seen)));
      for (String format : Renderer.formats()) {
        assertNone(format, Renderer.named(format, 100).orElseThrow().render(d), secrets);
      }
      assertNone("toString", d.toString(), secrets);
      EvidenceBundle bundle = EvidenceBundle.of(d);
      assertNoneInZip(bundle.toBytes(), secrets);
      assertNoneInZip(bundle.withPseudonyms().toBytes(), secrets);
    }
  }

  private static Observation planted(int i, SeededSecrets seeds, List<String> secrets) {
    SeededSecrets.Planted inText = seeds.next();
    SeededSecrets.Planted inList = seeds.next();
    SeededSecrets.Planted inMap = seeds.next();
    SeededSecrets.Planted why = seeds.next();
    List.of(inText, inList, inMap, why).forEach(p -> secrets.add(p.secret()));
    return new Observation(
        "other-" + i,
        Vantage.GUEST,
        Optional.empty(),
        NOW,
        Duration.ofMillis(1),
        CheckStatus.inconclusive(why.text(), "a look at " + why.text()),
        Facts.ofJson(
            Map.of(
                "other.text", inText.text(),
                "other.list", List.of("x", inList.text()),
                "other.map", Map.of("a", Map.of("b", inMap.text())))));
  }

  private static void assertNone(String where, String text, List<String> secrets) {
    for (String secret : secrets) {
      assertThat(text.contains(secret)).as("%s has %s", where, secret).isFalse();
    }
  }

  private static void assertNoneInZip(byte[] file, List<String> secrets) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        assertNone(e.getName(), new String(zip.readAllBytes(), UTF_8), secrets);
      }
    }
  }
}
