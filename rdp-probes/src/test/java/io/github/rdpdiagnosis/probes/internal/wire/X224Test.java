package io.github.rdpdiagnosis.probes.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class X224Test {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void requestForTlsAndCredSsp() {
    assertThat(ConnectionRequestPdu.of(11).encode())
        .isEqualTo(hex("03000013" + "0ee00000000000" + "01000800" + "0b000000"));
    assertThat(new ConnectionRequestPdu(OptionalLong.empty()).encode())
        .isEqualTo(hex("0300000b" + "06e00000000000"));
  }

  /** Same shape as the example in [MS-RDPBCGR] 4.1.1: a cookie, then RDP_NEG_REQ. */
  @Test
  void readsARequestBehindACookie() throws Exception {
    byte[] cookie =
        "Cookie: mstshash=eltons\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] packet = new byte[4 + 7 + cookie.length + 8];
    System.arraycopy(hex("0300002c27e00000000000"), 0, packet, 0, 11);
    System.arraycopy(cookie, 0, packet, 11, cookie.length);
    System.arraycopy(hex("0100080003000000"), 0, packet, 11 + cookie.length, 8);

    assertThat(packet).hasSize(0x2c);
    assertThat(ConnectionRequestPdu.parse(packet).requestedProtocols()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "11", "4294967295"})
  void requestsComeBackAsTheyWere(long protocols) throws Exception {
    ConnectionRequestPdu request = ConnectionRequestPdu.of(protocols);

    assertThat(ConnectionRequestPdu.parse(request.encode())).isEqualTo(request);
  }

  /** Values of the example in [MS-RDPBCGR] 4.1.2: flags 0, standard RDP security. */
  @Test
  void readsAResponse() throws Exception {
    assertThat(ConnectionConfirmPdu.parse(hex("030000130ed000001234000200080000000000")))
        .isEqualTo(ConnectionConfirmPdu.selecting(SecurityProtocol.RDP));
    assertThat(
            ConnectionConfirmPdu.parse(hex("030000130ed00000000000021f080008000000")).negotiation())
        .contains(new NegotiationResponse(0x1f, SecurityProtocol.HYBRID_EX));
  }

  @Test
  void readsAConfirmWithoutNegotiation() throws Exception {
    assertThat(ConnectionConfirmPdu.parse(hex("0300000b06d00000123400")).negotiation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, SSL_REQUIRED_BY_SERVER",
    "2, SSL_NOT_ALLOWED_BY_SERVER",
    "3, SSL_CERT_NOT_ON_SERVER",
    "4, INCONSISTENT_FLAGS",
    "5, HYBRID_REQUIRED_BY_SERVER",
    "6, SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
    "0, UNKNOWN(0x0)",
    "7, ENTRA_AUTH_REQUIRED_BY_SERVER",
    "8, UNKNOWN(0x8)",
    "4294967295, UNKNOWN(0xffffffff)"
  })
  void failureCodesAreAnOpenSet(long value, String name) throws Exception {
    ConnectionConfirmPdu pdu = ConnectionConfirmPdu.failing(new FailureCode(value));

    assertThat(ConnectionConfirmPdu.parse(pdu.encode()))
        .isEqualTo(
            new ConnectionConfirmPdu(Optional.of(new NegotiationFailure(new FailureCode(value)))));
    assertThat(new FailureCode(value)).hasToString(name);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "020000130ed000001234000200080001000000, 0",
    "03000003, 2",
    "0300ffff0ed000001234000200080001000000, 2",
    "030000140ed000001234000200080001000000, 4",
    "030000130dd000001234000200080001000000, 4",
    "030000130ee000001234000200080001000000, 5",
    "0300000902f0802180, 4",
    "030000130ed000001234000400080001000000, 11",
    "030000130ed000001234000200090001000000, 13",
    "030000140fd00000123400020008000100000000, 19"
  })
  void errorsNameThePlace(String packet, int offset) {
    assertThatThrownBy(() -> ConnectionConfirmPdu.parse(hex(packet)))
        .isInstanceOfSatisfying(
            WireFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining("expected");
  }

  @Test
  void wantsNoMoreThanItMayRead() {
    assertThat(Tpkt.wanted(new byte[16], 0)).isEqualTo(7);
    assertThat(Tpkt.wanted(hex("030000130ed000"), 7)).isEqualTo(19);
    assertThat(Tpkt.wanted(hex("0300ffff0ed000"), 7)).isEqualTo(7);
    assertThat(Tpkt.wanted(hex("485454502f312e"), 7)).isEqualTo(7);
  }
}
