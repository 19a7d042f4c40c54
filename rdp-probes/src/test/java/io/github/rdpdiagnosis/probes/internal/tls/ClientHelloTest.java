package io.github.rdpdiagnosis.probes.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
  @Test
  void lengthsAddUpAndTheNameIsThere() {
    byte[] record = ClientHello.record(Optional.of("vm1.example.test"));
    ByteBuffer buffer = ByteBuffer.wrap(record);

    assertThat(buffer.get()).isEqualTo((byte) 22);
    assertThat(buffer.getShort()).isEqualTo((short) 0x0301);
    assertThat(buffer.getShort()).isEqualTo((short) (record.length - 5));
    assertThat(buffer.getInt()).isEqualTo(0x01000000 | record.length - 9);
    assertThat(new String(record, StandardCharsets.ISO_8859_1)).contains("vm1.example.test");
  }

  /**
   * JSSE as the judge of the format: it takes the hello apart and only then finds that it has no
   * key to answer with.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "vm1.example.test"})
  void anotherImplementationUnderstandsIt(String name) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLEngine server = context.createSSLEngine();
    server.setUseClientMode(false);
    server.beginHandshake();
    ByteBuffer hello =
        ByteBuffer.wrap(ClientHello.record(Optional.of(name).filter(n -> !n.isEmpty())));
    String complaint = "";
    try {
      SSLEngineResult result = server.unwrap(hello, ByteBuffer.allocate(65536));
      assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.OK);
      Runnable task = server.getDelegatedTask();
      while (task != null) {
        task.run();
        task = server.getDelegatedTask();
      }
      server.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(65536));
    } catch (SSLException e) {
      complaint = e.getMessage();
    }
    assertThat(complaint).contains("no cipher suites in common");
  }

  @Test
  void anOverlongNameIsLeftOut() {
    assertThat(ClientHello.record(Optional.of("a".repeat(300))))
        .hasSameSizeAs(ClientHello.record(Optional.empty()));
  }
}
