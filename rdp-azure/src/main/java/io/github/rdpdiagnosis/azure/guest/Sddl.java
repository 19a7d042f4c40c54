package io.github.rdpdiagnosis.azure.guest;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one question to an access list in SDDL ([MS-DTYP] 2.5.1) that is asked here: may some account
 * read the object?
 */
final class Sddl {
  /** NETWORK SERVICE, and the groups that it always is in. */
  static final Set<String> NETWORK_SERVICE =
      Set.of("NS", "S-1-5-20", "WD", "S-1-1-0", "AU", "S-1-5-11", "SU", "S-1-5-6");

  private static final Pattern ACE =
      Pattern.compile("\\(([A-Z]{1,2});([A-Z]*);([A-Za-z0-9]*);[^;)]*;[^;)]*;([A-Z0-9-]+)\\)");
  private static final Set<String> READS = Set.of("GA", "GR", "FA", "FR", "KA", "KR");

  /** FILE_READ_DATA and KEY_QUERY_VALUE are the same bit; the others are GENERIC_READ and _ALL. */
  private static final long READ_BITS = 0x1 | 0x80000000L | 0x10000000L;

  private Sddl() {}

  /** Empty where the text is no access list that can be understood. */
  static Optional<Boolean> allowsRead(String sddl, Set<String> accounts) {
    int list = sddl.indexOf("D:");
    if (list < 0) {
      return Optional.empty();
    }
    String aces = sddl.substring(list + 2);
    if (aces.startsWith("NO_ACCESS_CONTROL")) {
      return Optional.of(true);
    }
    Matcher ace = ACE.matcher(aces);
    int end = aces.length() - aces.replaceFirst("^[A-Z]*", "").length();
    while (ace.find()) {
      if (ace.start() != end) {
        return Optional.empty();
      }
      end = ace.end();
      // IO: for what is below only, not for the object itself.
      if (accounts.contains(ace.group(4)) && !ace.group(2).contains("IO") && reads(ace.group(3))) {
        // Entries count in their order: the first that is about the right decides.
        return Optional.of(ace.group(1).equals("A"));
      }
    }
    return end == aces.length() ? Optional.of(false) : Optional.empty();
  }

  private static boolean reads(String rights) {
    if (rights.startsWith("0x")) {
      try {
        return (Long.parseLong(rights.substring(2), 16) & READ_BITS) != 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
    for (int i = 0; i + 2 <= rights.length(); i += 2) {
      // CC is the first bit by its directory name.
      String right = rights.substring(i, i + 2);
      if (READS.contains(right) || right.equals("CC")) {
        return true;
      }
    }
    return false;
  }
}
