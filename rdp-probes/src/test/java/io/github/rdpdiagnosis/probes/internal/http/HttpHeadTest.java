package io.github.rdpdiagnosis.probes.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // tabs and CR LF would not show in one
class HttpHeadTest {
  private static final String GATEWAY =
      "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nServer: Microsoft-HTTPAPI/2.0\r\n"
          + "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n"
          + "WWW-Authenticate: Basic realm=\"gw.example\"\r\n"
          + "Date: Tue, 24 Nov 2026 09:30:00 GMT\r\nContent-Length: 13\r\n\r\nAccess denied";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsStatusFieldsAndDate() {
    HttpHead head = HttpHead.parse(bytes(GATEWAY)).orElseThrow();
    assertThat(head.status()).isEqualTo(401);
    assertThat(head.schemes("www-authenticate")).containsExactly("Negotiate", "NTLM", "Basic");
    assertThat(head.date()).contains(Instant.parse("2026-11-24T09:30:00Z"));
    assertThat(head.complete()).isTrue();
    assertThat(GATEWAY.substring(head.length())).isEqualTo("Access denied");
  }

  @Test
  void whatIsNoHttpIsEmptyAndWhatIsCutOffSaysSo() {
    assertThat(HttpHead.parse(bytes(""))).isEmpty();
    assertThat(HttpHead.parse(bytes("SSH-2.0-OpenSSH_9.2\r\n"))).isEmpty();
    assertThat(HttpHead.parse(bytes("HTTP/1.1 9999 x\r\n\r\n"))).isEmpty();
    HttpHead cut = HttpHead.parse(bytes("HTTP/1.0 200\r\nDate: never\r\nBroken")).orElseThrow();
    assertThat(cut.complete()).isFalse();
    assertThat(cut.date()).isEmpty();
    assertThat(cut.status()).isEqualTo(200);
  }

  @Test
  void mangledHeadsAreReadWithoutAnException() {
    Random random = new Random(77);
    for (int i = 0; i < 5000; i++) {
      byte[] head = bytes(GATEWAY);
      for (int change = 0; change <= random.nextInt(8); change++) {
        head[random.nextInt(head.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = java.util.Arrays.copyOf(head, random.nextInt(head.length + 1));
      HttpHead.parse(cut)
          .ifPresent(
              h -> {
                assertThat(h.fields().size()).isLessThanOrEqualTo(100);
                assertThat(h.length()).isLessThanOrEqualTo(cut.length);
                h.date();
                h.schemes("www-authenticate");
              });
    }
  }
}
