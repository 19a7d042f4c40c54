package io.github.rdpdiagnosis.probes.internal.host;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Default routes out of a routing table as the system prints it. */
public final class Routes {
  private static final Pattern WINDOWS =
      Pattern.compile("\\s*0\\.0\\.0\\.0\\s+0\\.0\\.0\\.0\\s+(\\S+)\\s+(\\S+)\\s+\\d+\\s*");
  private static final Pattern MAC = Pattern.compile("default\\s+(\\S+)\\s+\\S+\\s+(\\S+).*");
  private static final int GATEWAY_FLAG = 2; // RTF_GATEWAY of linux/route.h
  private static final int UP_FLAG = 1;

  private Routes() {}

  /**
   * Linux: {@code /proc/net/route}, whose addresses are hex in the byte order of the machine.
   *
   * @param text the file
   * @param littleEndian the byte order of this machine
   * @return such as {@code 192.168.1.1 through eth0}
   */
  public static List<String> linux(String text, boolean littleEndian) {
    List<String> routes = new ArrayList<>();
    for (String line : text.lines().skip(1).toList()) {
      String[] cell = line.strip().split("\\s+", -1);
      if (cell.length < 8 || !cell[1].matches("0{8}") || !cell[7].matches("0{8}")) {
        continue;
      }
      int flags = cell[3].matches("[0-9A-Fa-f]{1,8}") ? (int) Long.parseLong(cell[3], 16) : 0;
      if ((flags & UP_FLAG) == 0) {
        continue;
      }
      boolean gateway = (flags & GATEWAY_FLAG) != 0 && cell[2].matches("[0-9A-Fa-f]{8}");
      routes.add((gateway ? quad(cell[2], littleEndian) : "directly") + " through " + cell[0]);
    }
    return routes;
  }

  private static String quad(String hex, boolean littleEndian) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    byte[] ordered = littleEndian ? new byte[] {bytes[3], bytes[2], bytes[1], bytes[0]} : bytes;
    return IpAddress.of(ordered).toString();
  }

  /**
   * Windows: {@code route print -4}. Only the columns are looked at, not the words around them.
   *
   * @param text what it printed
   * @return such as {@code 192.168.1.1 through 192.168.1.20}
   */
  public static List<String> windows(String text) {
    return matching(text, WINDOWS);
  }

  /**
   * macOS: {@code netstat -rn}.
   *
   * @param text what it printed
   * @return such as {@code 192.168.1.1 through en0}
   */
  public static List<String> mac(String text) {
    return text.lines()
        .map(String::strip)
        .map(MAC::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1) + " through " + lastWord(m.group()))
        .toList();
  }

  private static List<String> matching(String text, Pattern pattern) {
    return text.lines()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1) + " through " + m.group(2))
        .toList();
  }

  /** The interface stands before the expiry time, which permanent routes do not have. */
  private static String lastWord(String line) {
    String[] words = line.split("\\s+", -1);
    String last = words[words.length - 1];
    return last.matches("\\d+|!") && words.length > 4 ? words[words.length - 2] : last;
  }
}
