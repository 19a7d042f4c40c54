package io.github.rdpdiagnosis.probes.internal.credssp;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.probes.internal.Recordings;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CredSspTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:11:12.345678900Z");

  /** As it is sent: signed. */
  private static final int STATUS_LOGON_FAILURE = 0xC000006D;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static ChallengeMessage challenge() {
    return new ChallengeMessage(
        "CONTOSO",
        0xe28a_8215L,
        Optional.of(TargetInfo.of("SQL1", "sql1.contoso.example", NOW)),
        Optional.of(new NtlmVersion(10, 0, 20348)));
  }

  private static TargetInfo targetInfo(byte[] list) throws WireFormatException {
    return ChallengeMessage.parse(challenge().encode(list)).targetInfo().orElseThrow();
  }

  private static byte[] pairs(int count, int id, String value) {
    byte[] text = value.getBytes(UTF_16LE);
    ByteBuffer buffer =
        ByteBuffer.allocate(count * (4 + text.length)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putShort((short) id).putShort((short) text.length).put(text);
    }
    return buffer.array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  @Test
  void negotiateNamesNobody() {
    assertThat(HexFormat.of().formatHex(NegotiateMessage.encode()))
        .isEqualTo(
            "4e544c4d53535000" // Signature
                + "01000000" // MessageType
                + "178208e2" // NegotiateFlags
                + "0000000000000000" // DomainNameFields
                + "0000000000000000" // WorkstationFields
                + "0a0000000000000f"); // Version
  }

  @Test
  void requestIsAsClientsSendIt() {
    // The same shape as the recorded request of another client: lengths and tags, all but flags.
    assertThat(HexFormat.of().formatHex(TsRequest.of(NegotiateMessage.encode()).encode()))
        .startsWith("3037a003020106a130302e302ca02a0428" + "4e544c4d5353500001000000");
  }

  @Test
  void challengeSurvivesARoundTrip() throws WireFormatException {
    TsRequest message = TsRequest.parse(TsRequest.of(challenge().encode()).encode());
    assertThat(message.version()).isEqualTo(6);
    ChallengeMessage read = ChallengeMessage.parse(Spnego.ntlm(message.negoTokens().get(0)));

    assertThat(read).isEqualTo(challenge());
    TargetInfo info = read.targetInfo().orElseThrow();
    assertThat(info.netbiosComputer()).contains("SQL1");
    assertThat(info.dnsComputer()).contains("sql1.contoso.example");
    assertThat(info.dnsTree()).isEmpty();
    assertThat(info.timestamp()).contains(NOW);
    assertThat(info.ending()).isEqualTo(TargetInfo.Ending.TERMINATED);
    assertThat(read.version()).hasToString("Optional[10.0.20348]");
  }

  @Test
  void challengeInSpnegoIsTheSame() throws WireFormatException {
    byte[] ntlm = challenge().encode();
    assertThat(Spnego.ntlm(Spnego.wrap(ntlm))).isEqualTo(ntlm);
  }

  @Test
  void spnegoWithoutATokenIsNamed() {
    // NegTokenResp with nothing but negState reject
    assertThatThrownBy(() -> Spnego.ntlm(hex("a1073005a0030a0102")))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("responseToken");
  }

  @Test
  void errorCodeIsAnNtStatus() throws WireFormatException {
    TsRequest message =
        TsRequest.parse(
            new TsRequest(6, List.of(), OptionalLong.of(STATUS_LOGON_FAILURE)).encode());
    assertThat(message.errorCode()).hasValue(0xC000006DL);
    assertThat(message.negoTokens()).isEmpty();
  }

  @Test
  void emptyListIsEmpty() throws WireFormatException {
    assertThat(targetInfo(new byte[0]).ending()).isEqualTo(TargetInfo.Ending.EMPTY);
    assertThat(targetInfo(new byte[4]).ending()).isEqualTo(TargetInfo.Ending.EMPTY);
  }

  @Test
  void unterminatedListKeepsWhatItHas() throws WireFormatException {
    TargetInfo info = targetInfo(pairs(1, AvId.NB_COMPUTER_NAME, "SQL1"));
    assertThat(info.ending()).isEqualTo(TargetInfo.Ending.UNTERMINATED);
    assertThat(info.netbiosComputer()).contains("SQL1");
  }

  @Test
  void pairLongerThanTheListEndsIt() throws WireFormatException {
    TargetInfo info =
        targetInfo(join(pairs(1, AvId.NB_COMPUTER_NAME, "SQL1"), hex("0300ffff4100")));
    assertThat(info.ending()).isEqualTo(TargetInfo.Ending.OVERRUN);
    assertThat(info.netbiosComputer()).contains("SQL1");
    assertThat(info.dnsComputer()).isEmpty();
    assertThat(targetInfo(hex("0300")).ending()).isEqualTo(TargetInfo.Ending.OVERRUN);
  }

  @Test
  void tenThousandPairsAreNotAllRead() throws WireFormatException {
    TargetInfo info = targetInfo(pairs(10_000, AvId.DNS_TREE_NAME, "a"));
    assertThat(info.ending()).isEqualTo(TargetInfo.Ending.TOO_MANY);
    assertThat(info.dnsTree()).contains("a");
  }

  @Test
  void firstOfTwoNamesCountsAndLongOnesAreCut() throws WireFormatException {
    TargetInfo info =
        targetInfo(
            join(
                pairs(1, AvId.DNS_COMPUTER_NAME, "x".repeat(3000)),
                pairs(1, AvId.DNS_COMPUTER_NAME, "second")));
    assertThat(info.dnsComputer()).hasValueSatisfying(n -> assertThat(n).matches("x{255}"));
  }

  @Test
  void namesCannotSteerATerminal() throws WireFormatException {
    TargetInfo info = targetInfo(pairs(1, AvId.NB_COMPUTER_NAME, "A\u001b[2J\u202eB\ud800\u0000"));
    assertThat(info.netbiosComputer()).contains("A\ufffd[2J\ufffdB\ufffd\ufffd");
  }

  @Test
  void fieldsThatPointOutsideAreNamed() {
    byte[] message = challenge().encode();
    message[44] = (byte) 0xff; // TargetInfoBufferOffset
    message[45] = (byte) 0xff;
    assertThatThrownBy(() -> ChallengeMessage.parse(message))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("offset 40: expected TargetInfo within");
  }

  @Test
  void lengthsBeyondTheMessageAreNamed() {
    assertThatThrownBy(() -> TsRequest.parse(hex("3084ffffffffa003020106")))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("TSRequest of at most");
    assertThat(TsRequest.wanted(hex("3084ffffffff00"), 7)).isEqualTo(7);
    assertThat(TsRequest.wanted(hex("1503"), 2)).isEqualTo(2);
    assertThat(TsRequest.wanted(hex("3081"), 2)).isEqualTo(3);
    assertThat(TsRequest.wanted(hex("308200"), 3)).isEqualTo(4);
  }

  @Test
  void ancientChallengeEndsBeforeTargetInfo() throws WireFormatException {
    ChallengeMessage read =
        ChallengeMessage.parse(
            Arrays.copyOf(
                new ChallengeMessage("", 1, Optional.empty(), Optional.empty()).encode(), 32));
    assertThat(read.targetInfo()).isEmpty();
    assertThat(read.version()).isEmpty();
  }

  @Test
  void everyRecordedChallengeIsUnderstood() throws IOException {
    Recordings recordings = Recordings.locate();
    List<String> names = recordings.names("credssp-challenge");
    assertThat(names).hasSizeGreaterThanOrEqualTo(6);
    for (String name : names) {
      byte[] bytes = recordings.read(name);
      assertThat(TsRequest.wanted(bytes, 5)).as(name).isEqualTo(bytes.length);
      TsRequest message = TsRequest.parse(bytes);
      ChallengeMessage read = ChallengeMessage.parse(Spnego.ntlm(message.negoTokens().get(0)));
      TargetInfo info = read.targetInfo().orElseThrow();
      assertThat(info.ending()).as(name).isEqualTo(TargetInfo.Ending.TERMINATED);
      assertThat(info.netbiosComputer()).as(name).contains("VM");
      assertThat(info.dnsComputer()).as(name).contains("vm");
      assertThat(info.timestamp())
          .hasValueSatisfying(
              t ->
                  assertThat(t)
                      .isBetween(
                          Instant.parse("2026-11-22T00:00:00Z"),
                          Instant.parse("2026-11-23T00:00:00Z")));
      assertThat(read.version()).hasToString("Optional[6.1.7601]");
    }
    for (String name : recordings.names("credssp-request")) {
      assertThat(TsRequest.parse(recordings.read(name)).negoTokens()).as(name).hasSize(1);
    }
  }
}
