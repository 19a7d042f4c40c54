package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionConfirmPdu;
import io.github.rdpdiagnosis.probes.internal.wire.FailureCode;
import io.github.rdpdiagnosis.probes.internal.wire.NegotiationFailure;
import io.github.rdpdiagnosis.probes.internal.wire.NegotiationResponse;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.Tpkt;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an answer to a Connection Request means. A pure function of the bytes. */
record X224Reading(
    X224Outcome outcome,
    Optional<Long> selected,
    Optional<FailureCode> failure,
    Optional<ForeignProtocol> foreign,
    String why) {

  static X224Reading of(Answer answer) {
    byte[] bytes = answer.bytes();
    if (bytes.length == 0) {
      return switch (answer.end()) {
        case CLOSED -> plain(X224Outcome.CLOSED, "the server closed without a byte");
        case RESET -> plain(X224Outcome.RESET, "the connection was reset");
        case SILENT, COMPLETE -> plain(X224Outcome.SILENT, "not one byte came back");
      };
    }
    if (!Tpkt.startsLikeOne(bytes)) {
      ForeignProtocol guess = guess(bytes);
      return new X224Reading(
          X224Outcome.NOT_TPKT,
          Optional.empty(),
          Optional.empty(),
          Optional.of(guess),
          "the answer is not RDP but " + guess);
    }
    try {
      return confirmed(ConnectionConfirmPdu.parse(bytes));
    } catch (WireFormatException e) {
      return answer.end() == Answer.End.RESET
          ? plain(X224Outcome.RESET, "the connection was reset within the answer")
          : plain(X224Outcome.MALFORMED, "malformed answer: " + e.getMessage());
    }
  }

  private static X224Reading confirmed(ConnectionConfirmPdu pdu) {
    if (pdu.negotiation().orElse(null) instanceof NegotiationFailure failure) {
      return new X224Reading(
          X224Outcome.FAILURE,
          Optional.empty(),
          Optional.of(failure.code()),
          Optional.empty(),
          "the server declined: " + failure.code());
    }
    long selected =
        pdu.negotiation().orElse(null) instanceof NegotiationResponse response
            ? response.selectedProtocol()
            : SecurityProtocol.RDP;
    return new X224Reading(
        X224Outcome.CONFIRMED,
        Optional.of(selected),
        Optional.empty(),
        Optional.empty(),
        "the server selected protocol " + selected);
  }

  /**
   * Whether a packet began and its end did not come in time, so that nothing can be said of it yet.
   */
  static boolean isIncomplete(Answer answer) {
    return answer.end() == Answer.End.SILENT && Tpkt.startsLikeOne(answer.bytes());
  }

  /** Whether not one byte answered the request. */
  boolean isUnanswered() {
    return outcome == X224Outcome.SILENT
        || outcome == X224Outcome.CLOSED
        || outcome == X224Outcome.RESET;
  }

  /** Whether an RDP server answered, be it to decline. */
  boolean isRdp() {
    return outcome == X224Outcome.CONFIRMED || outcome == X224Outcome.FAILURE;
  }

  private static X224Reading plain(X224Outcome outcome, String why) {
    return new X224Reading(outcome, Optional.empty(), Optional.empty(), Optional.empty(), why);
  }

  static ForeignProtocol guess(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP/")) {
      return ForeignProtocol.HTTP;
    }
    if (text.startsWith("SSH-")) {
      return ForeignProtocol.SSH;
    }
    boolean record = bytes.length > 1 && bytes[0] >= 20 && bytes[0] <= 24 && bytes[1] == 3;
    return record ? ForeignProtocol.TLS : ForeignProtocol.OTHER;
  }
}
