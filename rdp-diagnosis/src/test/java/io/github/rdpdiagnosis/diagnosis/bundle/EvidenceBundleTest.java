package io.github.rdpdiagnosis.diagnosis.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceBundleTest {
  private static byte[] bundle(String story) {
    return EvidenceBundle.of(Stories.all().get(story)).toBytes();
  }

  @Test
  void replayOfEveryStoryIsIdentical() {
    Map<String, Diagnosis> all = new LinkedHashMap<>(Stories.all());
    all.put("hostile", Stories.hostile());
    all.forEach(
        (name, d) -> {
          byte[] file = EvidenceBundle.of(d).toBytes();
          EvidenceBundle read = EvidenceBundle.read(file);
          String result = Renderer.json().render(d);
          assertThat(Renderer.json().render(read.replay())).as(name).isEqualTo(result);
          assertThat(read.recordedResult()).contains(result);
          assertThat(read.toBytes()).as("the same bytes again").isEqualTo(file);
        });
  }

  @Test
  void aBundleThatIsCutShortAnywhereIsRefused() {
    byte[] file = bundle("compared");
    for (int length = 0; length < file.length; length += length < 4000 ? 7 : 97) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> EvidenceBundle.read(cut))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(BundleFormatException.class)
          // Before the first name there is none to tell.
          .hasMessageContaining(length > 40 || length == 0 ? "entry " : "cut short");
    }
    assertThatThrownBy(() -> EvidenceBundle.read(Arrays.copyOf(file, file.length - 1)))
        .hasMessageContaining("entry manifest.json: the archive is cut short behind it");
  }

  @Test
  void aBundleWithAnyByteChangedIsRefusedOrSaysTheSame() {
    byte[] file = bundle("deallocated");
    String result = Renderer.json().render(Stories.all().get("deallocated"));
    for (int i = 0; i < file.length; i += 11) {
      byte[] changed = file.clone();
      changed[i] ^= 0x20;
      try {
        assertThat(Renderer.json().render(EvidenceBundle.read(changed).replay()))
            .as("byte %d", i)
            .isEqualTo(result);
      } catch (BundleFormatException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  private static byte[] changed(byte[] file, String entry, Map<String, byte[]> others)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        if (e.getName().equals(entry)) {
          bytes = new String(bytes, UTF_8).replace("TIMED_OUT", "OPEN").getBytes(UTF_8);
        }
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(bytes);
      }
      for (Map.Entry<String, byte[]> other : others.entrySet()) {
        zip.putNextEntry(new ZipEntry(other.getKey()));
        zip.write(other.getValue());
      }
    }
    return out.toByteArray();
  }

  @Test
  void aChangedEntryIsRefusedByItsName() throws IOException {
    byte[] file = changed(bundle("tcp-TIMED_OUT"), "observations.json", Map.of());
    assertThatThrownBy(() -> EvidenceBundle.read(file))
        .isInstanceOf(BundleFormatException.class)
        .hasMessage("entry observations.json: its SHA-256 is not the one in manifest.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.json",
        "/etc/passwd",
        "a/b.json",
        "C:\\x.json",
        "..",
        "Case.json",
        "x\u0000.json"
      })
  void pathsAreRefusedByTheirName(String name) throws IOException {
    byte[] file = changed(bundle("works"), "", Map.of(name, new byte[1]));
    assertThatThrownBy(() -> EvidenceBundle.read(file))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("expected a plain file name without a folder");
  }

  @Test
  void anEntryThatNobodyListedIsRefused() throws IOException {
    byte[] file = changed(bundle("works"), "", Map.of("more.json", new byte[1]));
    assertThatThrownBy(() -> EvidenceBundle.read(file))
        .hasMessage("entry more.json: it is not listed in manifest.json");
  }

  @Test
  void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
    byte[] file = changed(bundle("works"), "", Map.of("bomb.json", new byte[200 << 20]));
    assertThat(file.length).isLessThan(1 << 20);
    long before = Runtime.getRuntime().totalMemory();
    assertThatThrownBy(() -> EvidenceBundle.read(file))
        .hasMessageContaining("entry bomb.json: expected at most ")
        .hasMessageContaining("bytes when unpacked, there are more");
    assertThat(before).isPositive();
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("e" + i + ".json", new byte[0]);
    }
    byte[] crowd = changed(bundle("works"), "", many);
    assertThatThrownBy(() -> EvidenceBundle.read(crowd)).hasMessageContaining("at most 32 entries");
  }

  @Test
  void pseudonymsHideNamesAndKeepTheDiagnosis() {
    Stories.all()
        .forEach(
            (name, d) -> {
              EvidenceBundle hidden =
                  EvidenceBundle.read(EvidenceBundle.of(d).withPseudonyms().toBytes());
              Diagnosis again = hidden.replay();
              assertThat(Renderer.json().render(again))
                  .as(name)
                  .doesNotContain("vm1.example", "4000-8000-000000000001", "rg1", "sql1");
              assertThat(again.target().host()).isEqualTo("host-1.example");
              assertThat(again.verdict()).isEqualTo(d.verdict());
              assertThat(again.findings()).hasSameSizeAs(d.findings());
              for (int i = 0; i < d.findings().size(); i++) {
                assertThat(again.findings().get(i).cause()).isEqualTo(d.findings().get(i).cause());
                assertThat(again.findings().get(i).certainty())
                    .isEqualTo(d.findings().get(i).certainty());
              }
            });
  }

  /** Written by the first version that wrote bundles: to be read for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"v1-compared.zip", "v1-deallocated.zip"})
  void oldBundlesAreReadAndComeToTheirVerdict(String name) throws IOException {
    try (InputStream in = EvidenceBundleTest.class.getResourceAsStream("/bundle/" + name)) {
      EvidenceBundle bundle = EvidenceBundle.read(in.readAllBytes());
      JsonNode recorded = new ObjectMapper().readTree(bundle.recordedResult().orElseThrow());
      Diagnosis again = bundle.replay();
      assertThat(again.verdict().name()).isEqualTo(recorded.at("/verdict").asText());
      assertThat(again.provenUpTo().name()).isEqualTo(recorded.at("/provenUpTo").asText());
      assertThat(again.checks()).hasSize(recorded.at("/checks").size());
      List<String> domains = again.domains().stream().map(v -> v.status().name()).toList();
      assertThat(domains).isEqualTo(recorded.at("/domains").findValuesAsText("status"));
    }
  }
}
