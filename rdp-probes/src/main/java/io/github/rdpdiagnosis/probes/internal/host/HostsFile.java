package io.github.rdpdiagnosis.probes.internal.host;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The lines of a hosts file (hosts(5)): an address and the names that stand for it. */
public final class HostsFile {
  private HostsFile() {}

  /**
   * The addresses that the file gives a name, in its order.
   *
   * @param text the file
   * @param name the name, without regard to case or a dot at its end
   * @return address literals, each once
   */
  public static List<String> addresses(String text, String name) {
    String wanted = plain(name);
    List<String> addresses = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
      boolean names = Arrays.stream(words).skip(1).map(HostsFile::plain).anyMatch(wanted::equals);
      if (names && isAddress(words[0]) && !addresses.contains(words[0])) {
        addresses.add(words[0]);
      }
    }
    return addresses;
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isAddress(String word) {
    try {
      IpAddress.parse(word);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
