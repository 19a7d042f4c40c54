package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedTextTest {
  private static final String TEXT = "{ \"name\": \"Ethernet 2\", \"state\": \"Up\" }\r\n";

  @Test
  void readsEachEncodingWithAndWithoutItsMark() {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(EncodedText.decode(TEXT.getBytes(charset))).isEqualTo(TEXT);
      assertThat(EncodedText.decode(("\uFEFF" + TEXT).getBytes(charset))).isEqualTo(TEXT);
    }
  }

  @Test
  void whatIsNoUtf8IsOneByteForEachCharacter() {
    assertThat(EncodedText.decode("Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("Gr\u00fc\u00dfe");
    assertThat(EncodedText.decode("Gr\u00fc\u00dfe".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("Gr\u00fc\u00dfe");
    assertThat(EncodedText.decode(new byte[0])).isEmpty();
    assertThat(EncodedText.decode(new byte[] {0, 0, 0, 0})).isEqualTo("\0\0\0\0");
  }
}
