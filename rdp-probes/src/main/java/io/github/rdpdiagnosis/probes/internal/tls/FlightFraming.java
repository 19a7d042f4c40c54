package io.github.rdpdiagnosis.probes.internal.tls;

import io.github.rdpdiagnosis.probes.internal.io.Dialogue;

/**
 * Tells when enough of a server's flight was read: its certificates, an alert, or bytes that are no
 * TLS. Looks at each byte once, however the peer drips. For one answer; not thread-safe.
 */
public final class FlightFraming implements Dialogue.Framing {
  /** The longest flight that is read. One with eight large certificates has some 20,000 bytes. */
  public static final int LONGEST = 0x10000;

  private static final int LONGEST_RECORD = (1 << 14) + 2048; // RFC 5246 section 6.2.3
  private static final int MOST_RECORDS = 512;
  private static final int MOST_MESSAGES = 16;
  private static final int CERTIFICATE = 11;
  private static final int SERVER_HELLO_DONE = 14;

  private int scanned;
  private int records;
  private int messages;
  private boolean done;

  /** Bytes of the current handshake message's body that are still to come. */
  private int bodyLeft;

  private int headerFilled;
  private int type;
  private int length;

  /** For one answer. */
  public FlightFraming() {
    // Nothing scanned yet.
  }

  @Override
  public int wanted(byte[] bytes, int count) {
    while (!done) {
      int header = scanned + HelloAnswer.RECORD_HEADER;
      if (count < header) {
        return header;
      }
      int size = (bytes[scanned + 3] & 0xff) << 8 | (bytes[scanned + 4] & 0xff);
      boolean handshake = bytes[scanned] == ServerFlight.CONTENT_TYPE;
      if (bytes[scanned + 1] != 3 || size > LONGEST_RECORD || ++records > MOST_RECORDS) {
        done = true;
        return count;
      }
      if (count < header + size) {
        records--; // the same record again, once it is there
        return header + size;
      }
      if (handshake) {
        scan(bytes, header, header + size);
      } else {
        done = true; // an alert, or something that has no place here
      }
      scanned = header + size;
    }
    return count;
  }

  private void scan(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !done) {
      if (bodyLeft > 0) {
        int taken = Math.min(bodyLeft, to - at);
        at += taken;
        bodyLeft -= taken;
        endOfMessage();
        continue;
      }
      int value = bytes[at++] & 0xff;
      if (headerFilled == 0) {
        type = value;
        length = 0;
      } else {
        length = length << 8 | value;
      }
      headerFilled++;
      if (headerFilled == 4) {
        headerFilled = 0;
        bodyLeft = length;
        done = length > LONGEST || ++messages > MOST_MESSAGES;
        endOfMessage();
      }
    }
  }

  private void endOfMessage() {
    done |= bodyLeft == 0 && (type == CERTIFICATE || type == SERVER_HELLO_DONE);
  }
}
