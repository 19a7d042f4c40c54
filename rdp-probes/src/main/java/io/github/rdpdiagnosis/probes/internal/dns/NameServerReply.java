package io.github.rdpdiagnosis.probes.internal.dns;

import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * What came of one question to one name server.
 *
 * @param kind what came
 * @param rcode RCODE of an answer, else -1
 * @param authoritative the AA bit of an answer
 * @param addresses the addresses in an answer, at most 16
 * @param names where the NS records of an answer point, or its CNAME records if there are none, at
 *     most 16
 * @param types the types of the records in an answer
 * @param detail what went wrong, in a few words; empty for an answer
 */
public record NameServerReply(
    Kind kind,
    int rcode,
    boolean authoritative,
    List<String> addresses,
    List<Name> names,
    Set<Integer> types,
    String detail) {
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
    names = List.copyOf(names);
    types = Set.copyOf(types);
  }

  /**
   * Whether a record of that type is in the answer.
   *
   * @param type record type
   * @return true if there is one
   */
  public boolean isAbout(int type) {
    return types.contains(type);
  }

  static NameServerReply without(Kind kind, String detail) {
    return new NameServerReply(kind, -1, false, List.of(), List.of(), Set.of(), detail);
  }
}
