package io.github.rdpdiagnosis.probes.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemMessagesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
  void translationsAreTurnedBack(String charset) throws IOException {
    catalogue(
        "xx",
        Charset.forName(charset),
        ByteOrder.LITTLE_ENDIAN,
        Map.of(
            "Network is unreachable", "Réseau hors d'atteinte",
            "Network is down", "Réseau",
            "Bad address", "Mauvaise adresse"));
    Map<String, String> english = load(Map.of("LANGUAGE", "xx"));

    assertThat(SystemMessages.english("Réseau hors d'atteinte", english))
        .isEqualTo("Network is unreachable");
    assertThat(SystemMessages.english("vm1: Réseau", english)).isEqualTo("vm1: Network is down");
    assertThat(SystemMessages.english("Connect timed out", english)).isEqualTo("Connect timed out");
    assertThat(english).hasSize(2);
  }

  @Test
  void theOtherByteOrderIsReadAsWell() throws IOException {
    catalogue(
        "xx", StandardCharsets.UTF_8, ByteOrder.BIG_ENDIAN, Map.of("Broken pipe", "Rohr kaputt"));
    assertThat(load(Map.of("LC_ALL", "xx_YY.UTF-8")))
        .isEqualTo(Map.of("Rohr kaputt", "Broken pipe"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../xx", "C.UTF-8", "POSIX", "", "xx/../yy", "yy"})
  void whatIsNoLanguageWithACatalogueGivesNothing(String language) throws IOException {
    catalogue("xx", StandardCharsets.UTF_8, ByteOrder.LITTLE_ENDIAN, Map.of("Broken pipe", "x"));
    assertThat(load(Map.of("LANG", language))).isEmpty();
  }

  @Test
  void aBrokenCatalogueGivesNothing() throws IOException {
    Path file = catalogue("xx", StandardCharsets.UTF_8, ByteOrder.LITTLE_ENDIAN, Map.of("a", "b"));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThat(load(Map.of("LANG", "xx"))).isEmpty();
    }
    ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).putInt(28, -7);
    Files.write(file, good);
    assertThat(load(Map.of("LANG", "xx"))).isEmpty();
  }

  private Map<String, String> load(Map<String, String> environment) {
    return SystemMessages.load(folder, environment);
  }

  private Path catalogue(
      String language, Charset charset, ByteOrder order, Map<String, String> texts)
      throws IOException {
    Map<String, String> all = new TreeMap<>(texts);
    all.put("", "Content-Type: text/plain; charset=" + charset.name() + "\n");
    ByteBuffer out = ByteBuffer.allocate(4096).order(order);
    out.putInt(0x950412de).putInt(0).putInt(all.size());
    out.putInt(28).putInt(28 + 8 * all.size()).putInt(0).putInt(0);
    int text = 28 + 16 * all.size();
    for (boolean translated : new boolean[] {false, true}) {
      for (Map.Entry<String, String> entry : all.entrySet()) {
        byte[] bytes = (translated ? entry.getValue() : entry.getKey()).getBytes(charset);
        out.putInt(bytes.length).putInt(text);
        out.put(text, bytes);
        text += bytes.length + 1;
      }
    }
    Path file = folder.resolve(language).resolve("LC_MESSAGES/libc.mo");
    Files.createDirectories(file.getParent());
    return Files.write(file, java.util.Arrays.copyOf(out.array(), text));
  }
}
