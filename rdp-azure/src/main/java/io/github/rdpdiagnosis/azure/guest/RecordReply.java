package io.github.rdpdiagnosis.azure.guest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One reply of the collector as it came through a channel: a head with the checksum, the text of
 * the record as it is or deflated and in base64, and an end. Run Command keeps the last bytes of an
 * output only; then the head is gone and the end tells. Nothing of a reply is used unless all of it
 * is there.
 *
 * @param sections what it holds
 * @param left what did not fit and is to be asked for in another reply
 * @param text the record's text
 */
record RecordReply(Set<GuestSection> sections, Set<GuestSection> left, String text) {
  static final int VERSION = 1;
  static final int MAX_OUTPUT = 1024 * 1024;
  static final int MAX_TEXT = 256 * 1024;
  private static final Pattern HEAD =
      Pattern.compile(
          "RDPDIAG-GUEST ([0-9]{1,4}) (plain|deflate) sections=([a-z,]{1,300}) left=([a-z,]{0,300})"
              + " bytes=([0-9]{1,7}) sha256=([0-9a-f]{64})");
  private static final Pattern HEAD_LINE = Pattern.compile("(?m)^RDPDIAG-GUEST [^\r\n]*");
  private static final Pattern END_LINE = Pattern.compile("(?m)^RDPDIAG-END ([0-9a-f]{64})\\s*?$");

  static RecordReply read(String output) throws GuestRecordFormatException {
    if (output.length() > MAX_OUTPUT) {
      throw problem("expected at most " + MAX_OUTPUT + " characters, got " + output.length());
    }
    Matcher begin = HEAD_LINE.matcher(output);
    Matcher end = END_LINE.matcher(output);
    boolean begins = begin.find();
    boolean ends = end.find(begins ? begin.end() : 0);
    if (!begins) {
      throw problem(
          ends
              ? "its beginning was cut off: only the last "
                  + output.length()
                  + " characters came through"
              : "there is none in the output of " + output.length() + " characters");
    }
    Matcher head = HEAD.matcher(begin.group().stripTrailing());
    if (!head.matches()) {
      throw problem("its head is damaged: '" + RecordText.shortened(begin.group()) + "'");
    }
    if (Integer.parseInt(head.group(1)) != VERSION) {
      throw problem("expected version " + VERSION + ", got " + head.group(1));
    }
    if (begin.find()) {
      throw problem("two records in one output");
    }
    if (!ends) {
      throw problem("its end was cut off after " + output.length() + " characters");
    }
    if (!end.group(1).equals(head.group(6))) {
      throw problem("beginning and end are of different records");
    }
    String payload = output.substring(afterLine(output, head.group()), end.start());
    byte[] text = bytes(head.group(2), payload, Integer.parseInt(head.group(5)));
    if (!sha256(text).equals(head.group(6))) {
      throw problem("its checksum differs: the text was changed on its way");
    }
    return new RecordReply(
        sections(head.group(3)),
        sections(head.group(4)),
        new String(text, StandardCharsets.US_ASCII));
  }

  private static int afterLine(String output, String head) {
    int lineBreak = output.indexOf('\n', output.indexOf(head));
    return lineBreak < 0 ? output.length() : lineBreak + 1;
  }

  private static GuestRecordFormatException problem(String text) {
    return new GuestRecordFormatException(0, text);
  }

  private static byte[] bytes(String form, String payload, int length)
      throws GuestRecordFormatException {
    if (length > MAX_TEXT) {
      throw problem("expected at most " + MAX_TEXT + " bytes, its head says " + length);
    }
    byte[] bytes =
        form.equals("plain")
            ? payload.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8)
            : inflated(payload, length);
    if (bytes.length != length) {
      throw problem("expected " + length + " bytes, got " + bytes.length);
    }
    return bytes;
  }

  private static byte[] inflated(String payload, int length) throws GuestRecordFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getDecoder().decode(payload.replaceAll("[ \r\n]+", "")));
      // One byte more than promised shows that there is more.
      byte[] room = new byte[length + 1];
      int size = 0;
      while (size < room.length && !inflater.finished()) {
        int more = inflater.inflate(room, size, room.length - size);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw problem("its compressed text ends after " + size + " bytes");
        }
        size += more;
      }
      return Arrays.copyOf(room, size);
    } catch (IllegalArgumentException e) {
      throw problem("its text is not base64");
    } catch (DataFormatException e) {
      throw problem("its compressed text is damaged");
    } finally {
      inflater.end();
    }
  }

  private static Set<GuestSection> sections(String words) {
    Set<GuestSection> sections = EnumSet.noneOf(GuestSection.class);
    for (String word : words.split(",", -1)) {
      GuestSection.of(word).ifPresent(sections::add);
    }
    return sections;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
