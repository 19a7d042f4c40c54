package io.github.rdpdiagnosis.probes.internal.dns;

import java.util.List;

/**
 * What came of one question to one name server.
 *
 * @param kind what came
 * @param rcode RCODE of an answer, else -1
 * @param authoritative the AA bit of an answer
 * @param addresses the addresses in an answer, at most 16
 * @param detail what went wrong, in a few words; empty for an answer
 */
public record NameServerReply(
    Kind kind, int rcode, boolean authoritative, List<String> addresses, String detail) {
  /** What came. */
  public enum Kind {
    /** A well-formed response to the question. */
    ANSWER,
    /** Nothing. */
    TIMED_OUT,
    /** The network or this computer said that there is no way to it, or nothing listens there. */
    UNREACHABLE,
    /** Bytes that are no response. */
    MALFORMED
  }

  /** Copies the list. */
  public NameServerReply {
    addresses = List.copyOf(addresses);
  }

  static NameServerReply without(Kind kind, String detail) {
    return new NameServerReply(kind, -1, false, List.of(), detail);
  }
}
