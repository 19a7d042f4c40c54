package io.github.rdpdiagnosis.probes.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.probes.internal.Recordings;
import io.github.rdpdiagnosis.probes.internal.tls.Alert;
import io.github.rdpdiagnosis.probes.internal.tls.FlightFraming;
import io.github.rdpdiagnosis.probes.internal.tls.HelloAnswer;
import io.github.rdpdiagnosis.probes.internal.tls.ServerFlight;
import io.github.rdpdiagnosis.probes.internal.tls.ServerHello;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what real servers sent, where the recordings are at hand. */
class TranscriptTest {
  private static Recordings recordings;

  @BeforeAll
  static void locate() {
    recordings = Recordings.locate();
  }

  @Test
  void everyX224AnswerIsUnderstood() throws IOException {
    int confirms = 0;
    for (String name : recordings.names(".x224-")) {
      byte[] bytes = recordings.read(name);
      if (bytes.length == 0) {
        continue; // the server closed without a byte
      }
      if (bytes.length == 9) {
        assertThatThrownBy(() -> ConnectionConfirmPdu.parse(bytes))
            .as(name + ": a disconnect, no Confirm")
            .isInstanceOf(WireFormatException.class);
        continue;
      }
      confirms++;
      assertThat(Tpkt.wanted(bytes, 7)).as(name).isLessThanOrEqualTo(bytes.length);
      ConnectionConfirmPdu pdu = ConnectionConfirmPdu.parse(bytes);
      assertThat(pdu.negotiation().isEmpty()).as(name).isEqualTo(bytes.length == 11);
    }
    assertThat(confirms).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "x-tls.x224-ssl+hybrid+hybridex, 1",
    "x-rdp.x224-hybrid, 0",
    "s-nla.x224-ssl+hybrid+hybridex, 2"
  })
  void selectedProtocols(String file, long selected) throws IOException {
    assertThat(ConnectionConfirmPdu.parse(recordings.read(file)).negotiation())
        .hasValueSatisfying(
            n ->
                assertThat(n)
                    .isInstanceOfSatisfying(
                        NegotiationResponse.class,
                        r -> assertThat(r.selectedProtocol()).isEqualTo(selected)));
  }

  @ParameterizedTest
  @CsvSource({
    "s-nla.x224-ssl, HYBRID_REQUIRED_BY_SERVER",
    "x-nocerttls.x224-ssl, SSL_CERT_NOT_ON_SERVER",
    "s-rdp.x224-hybrid, SSL_NOT_ALLOWED_BY_SERVER"
  })
  void failureCodes(String file, String code) throws IOException {
    assertThat(ConnectionConfirmPdu.parse(recordings.read(file)).negotiation())
        .hasValueSatisfying(
            n ->
                assertThat(n)
                    .isInstanceOfSatisfying(
                        NegotiationFailure.class, f -> assertThat(f.code()).hasToString(code)));
  }

  @ParameterizedTest
  @CsvSource({
    "w-rc4.oldhello, TLSv1.2, TLS_RSA_WITH_RC4_128_SHA",
    "w-3des.oldhello, TLSv1.2, TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "w-ssl3.oldhello, SSLv3, TLS_RSA_WITH_AES_128_CBC_SHA",
    "w-tls10rc4.oldhello, TLSv1, TLS_RSA_WITH_RC4_128_SHA",
    "x-tls10.tls1.0only, TLSv1, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "x-tls11.tls1.2max, TLSv1.1, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
  })
  void serverHellos(String name, String version, String suite) throws IOException {
    HelloAnswer answer =
        HelloAnswer.parse(
            recordings.read(
                recordings.has(name + "-server-flight")
                    ? name + "-server-flight"
                    : name + ".server-flight"));

    assertThat(answer)
        .isInstanceOfSatisfying(
            ServerFlight.class,
            flight -> {
              ServerHello hello = flight.hello();
              assertThat(hello.versionName()).isEqualTo(version);
              assertThat(hello.suiteName()).isEqualTo(suite);
            });
  }

  @ParameterizedTest
  @CsvSource({"x-tls13.oldhello, protocol_version", "s-nla.badhello, handshake_failure"})
  void alerts(String name, String alert) throws IOException {
    assertThat(HelloAnswer.parse(recordings.read(name + ".server-flight")))
        .isInstanceOfSatisfying(Alert.class, a -> assertThat(a.name()).isEqualTo(alert));
  }

  /** Every flight up to TLS 1.2 shows the certificate that was recorded beside it. */
  @Test
  void certificatesOfWholeFlights() throws IOException {
    int compared = 0;
    for (String name : recordings.names("server-flight")) {
      byte[] flight = recordings.read(name);
      HelloAnswer answer = HelloAnswer.parse(flight);
      assertThat(wanted(flight)).as(name).isLessThanOrEqualTo(flight.length);
      String certificate = name.replaceFirst("\\..*", "") + ".cert-der";
      boolean old = name.contains("tls1.2max") || name.contains("tls1.0only");
      if (old && recordings.has(certificate) && answer instanceof ServerFlight shown) {
        assertThat(shown.certificates()).as(name).hasSize(1);
        assertThat(shown.certificates().get(0)).as(name).isEqualTo(recordings.read(certificate));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(12);
  }

  /** Weak servers, which JSSE cannot talk to at all. */
  @ParameterizedTest
  @ValueSource(strings = {"w-rc4", "w-3des", "w-ssl3", "w-tls10rc4", "x-tls"})
  void certificatesOfWeakServers(String name) throws IOException {
    HelloAnswer answer = HelloAnswer.parse(recordings.read(name + ".oldhello.server-flight"));
    assertThat(answer)
        .isInstanceOfSatisfying(
            ServerFlight.class, flight -> assertThat(flight.certificates()).isNotEmpty());
  }

  /** What is wanted when the flight comes one byte at a time. */
  private static int wanted(byte[] flight) {
    FlightFraming framing = new FlightFraming();
    int wanted = 0;
    for (int count = 0; count <= flight.length; count++) {
      wanted = framing.wanted(flight, count);
      if (wanted <= count) {
        return count;
      }
    }
    return wanted;
  }
}
