package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.wire.ConnectionConfirmPdu;
import io.github.rdpdiagnosis.probes.internal.wire.ConnectionRequestPdu;
import io.github.rdpdiagnosis.probes.internal.wire.NegotiationFailure;
import io.github.rdpdiagnosis.probes.internal.wire.NegotiationResponse;
import io.github.rdpdiagnosis.probes.internal.wire.SecurityProtocol;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.util.Optional;

/**
 * What a Connection Confirm says to a certain Connection Request, with the place in the bytes
 * ([MS-RDPBCGR] 2.2.1.2). A pure function of both.
 *
 * @param text for people
 * @param selectedAsked whether the selected protocol was asked for; empty where none was selected
 */
record NegotiationMeaning(String text, Optional<Boolean> selectedAsked) {
  private static final int VALUE_OFFSET = 15; // TPKT 4, X.224 7, type, flags and length 4

  /** Empty if the bytes are no Connection Confirm. */
  static Optional<NegotiationMeaning> of(ConnectionRequestPdu asked, byte[] answer) {
    try {
      return Optional.of(of(asked, ConnectionConfirmPdu.parse(answer)));
    } catch (WireFormatException e) {
      return Optional.empty();
    }
  }

  private static NegotiationMeaning of(ConnectionRequestPdu asked, ConnectionConfirmPdu confirm) {
    if (confirm.negotiation().isEmpty()) {
      return new NegotiationMeaning(
          "Connection Confirm without a negotiation part: standard RDP security",
          Optional.of(isAsked(asked, SecurityProtocol.RDP)));
    }
    if (confirm.negotiation().get() instanceof NegotiationFailure failure) {
      return new NegotiationMeaning(
          String.format(
              "RDP_NEG_FAILURE, failureCode %s at offset %d: %s",
              failure.code(), VALUE_OFFSET, failure.code().meaning()),
          Optional.empty());
    }
    NegotiationResponse response = (NegotiationResponse) confirm.negotiation().get();
    long selected = response.selectedProtocol();
    boolean wasAsked = isAsked(asked, selected);
    return new NegotiationMeaning(
        String.format(
            "RDP_NEG_RSP, selectedProtocol %s at offset %d, flags 0x%02x%s",
            SecurityProtocol.name(selected),
            VALUE_OFFSET,
            response.flags(),
            wasAsked ? "" : ": not one of those that were asked for"),
        Optional.of(wasAsked));
  }

  /** A request without RDP_NEG_REQ, and one for no bit at all, ask for standard RDP security. */
  private static boolean isAsked(ConnectionRequestPdu asked, long selected) {
    long bits = asked.requestedProtocols().orElse(SecurityProtocol.RDP);
    return selected == SecurityProtocol.RDP
        ? bits == SecurityProtocol.RDP
        : Long.bitCount(selected) == 1 && (bits & selected) != 0;
  }
}
