package io.github.rdpdiagnosis.probes.internal.credssp;

import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import io.github.rdpdiagnosis.probes.internal.wire.WireReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * TargetInfo of a CHALLENGE_MESSAGE: a list of AV_PAIRs ([MS-NLMP] 2.2.2.1) in which a server names
 * itself. Of two pairs with the same AvId the first counts; pairs that name nothing are passed
 * over.
 *
 * @param names by AvId, for those that are texts and not empty
 * @param fileTime MsvAvTimestamp, in 100 ns since 1601; empty where absent or zero
 * @param ending how the list ended
 */
public record TargetInfo(Map<Integer, String> names, Optional<Long> fileTime, Ending ending) {
  /** How the list ended. */
  public enum Ending {
    /** With MsvAvEOL, as it should. */
    TERMINATED,
    /** There was no pair at all. */
    EMPTY,
    /** Without MsvAvEOL. */
    UNTERMINATED,
    /** In a pair that is longer than the list. */
    OVERRUN,
    /** After more pairs than there are kinds of pairs; the rest was not looked at. */
    TOO_MANY
  }

  private static final int MOST_PAIRS = 64;
  private static final int LONGEST_NAME = 255;
  private static final int TIMESTAMP_LENGTH = 8;
  private static final long TICKS_IN_A_SECOND = 10_000_000L;
  private static final long SECONDS_FROM_1601_TO_1970 = 11_644_473_600L;

  /** Copies the names. */
  public TargetInfo {
    names = Map.copyOf(names);
  }

  static TargetInfo read(WireReader list) throws WireFormatException {
    Map<Integer, String> names = new TreeMap<>();
    Optional<Long> fileTime = Optional.empty();
    if (list.remaining() == 0) {
      return new TargetInfo(names, fileTime, Ending.EMPTY);
    }
    for (int pairs = 0; pairs < MOST_PAIRS; pairs++) {
      if (list.remaining() == 0) {
        return new TargetInfo(names, fileTime, Ending.UNTERMINATED);
      }
      if (list.remaining() < 4) {
        return new TargetInfo(names, fileTime, Ending.OVERRUN);
      }
      int id = list.u16le("AvId"); // AvId (2 bytes)
      int length = list.u16le("AvLen"); // AvLen (2 bytes)
      if (id == AvId.EOL) {
        return new TargetInfo(names, fileTime, pairs == 0 ? Ending.EMPTY : Ending.TERMINATED);
      }
      if (length > list.remaining()) {
        return new TargetInfo(names, fileTime, Ending.OVERRUN);
      }
      byte[] value = list.bytes(length, "Value"); // Value (AvLen bytes)
      if (id >= AvId.NB_COMPUTER_NAME && id <= AvId.DNS_TREE_NAME && length > 1) {
        names.putIfAbsent(
            id, ChallengeMessage.text(value, StandardCharsets.UTF_16LE, LONGEST_NAME));
      } else if (id == AvId.TIMESTAMP && length == TIMESTAMP_LENGTH && fileTime.isEmpty()) {
        long ticks = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
        fileTime = Optional.of(ticks).filter(t -> t != 0);
      }
    }
    return new TargetInfo(names, fileTime, Ending.TOO_MANY);
  }

  /**
   * MsvAvNbComputerName.
   *
   * @return the computer's NetBIOS name
   */
  public Optional<String> netbiosComputer() {
    return name(AvId.NB_COMPUTER_NAME);
  }

  /**
   * MsvAvNbDomainName.
   *
   * @return the domain's NetBIOS name; that of the computer where it is in none
   */
  public Optional<String> netbiosDomain() {
    return name(AvId.NB_DOMAIN_NAME);
  }

  /**
   * MsvAvDnsComputerName.
   *
   * @return the computer's full name
   */
  public Optional<String> dnsComputer() {
    return name(AvId.DNS_COMPUTER_NAME);
  }

  /**
   * MsvAvDnsDomainName.
   *
   * @return the domain's full name; that of the computer where it is in none
   */
  public Optional<String> dnsDomain() {
    return name(AvId.DNS_DOMAIN_NAME);
  }

  /**
   * MsvAvDnsTreeName.
   *
   * @return the forest's name; absent where the computer is in no domain
   */
  public Optional<String> dnsTree() {
    return name(AvId.DNS_TREE_NAME);
  }

  private Optional<String> name(int id) {
    return Optional.ofNullable(names.get(id));
  }

  /**
   * MsvAvTimestamp: the server's clock.
   *
   * @return a time from 1601 to about 60000
   */
  public Optional<Instant> timestamp() {
    return fileTime.map(
        ticks ->
            Instant.ofEpochSecond(
                Long.divideUnsigned(ticks, TICKS_IN_A_SECOND) - SECONDS_FROM_1601_TO_1970,
                Long.remainderUnsigned(ticks, TICKS_IN_A_SECOND) * 100));
  }

  /** As bytes, with MsvAvEOL where it is terminated. */
  byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    new TreeMap<>(names)
        .forEach(
            (id, name) -> {
              byte[] value = name.getBytes(StandardCharsets.UTF_16LE);
              buffer.putShort(id.shortValue()).putShort((short) value.length).put(value);
            });
    fileTime.ifPresent(
        ticks ->
            buffer
                .putShort((short) AvId.TIMESTAMP)
                .putShort((short) TIMESTAMP_LENGTH)
                .putLong(ticks));
    if (ending == Ending.TERMINATED) {
      buffer.putInt(AvId.EOL);
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  /**
   * A list as a server sends it, for scripted peers.
   *
   * @param netbios computer and domain, as in a workgroup
   * @param dns the computer's full name
   * @param now the server's clock
   * @return a terminated list
   */
  public static TargetInfo of(String netbios, String dns, Instant now) {
    long ticks =
        (now.getEpochSecond() + SECONDS_FROM_1601_TO_1970) * TICKS_IN_A_SECOND
            + now.getNano() / 100;
    return new TargetInfo(
        Map.of(
            AvId.NB_DOMAIN_NAME, netbios,
            AvId.NB_COMPUTER_NAME, netbios,
            AvId.DNS_DOMAIN_NAME, dns,
            AvId.DNS_COMPUTER_NAME, dns),
        Optional.of(ticks),
        Ending.TERMINATED);
  }
}
