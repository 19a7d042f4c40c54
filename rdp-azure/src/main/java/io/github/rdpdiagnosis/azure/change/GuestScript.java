package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.guest.StaticScript;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The one script that sets anything inside Windows: static text, never put together. It has not yet
 * run on any build of Windows.
 */
public final class GuestScript {
  private static final Pattern LINE =
      Pattern.compile(
          "^RDPDIAG-CHANGE 1 ([^ \\r\\n]{1,64}) ([a-z]{1,40})"
              + " was=(\\d{1,5}|unknown) now=(\\d{1,5}|unknown)"
              + " result=(read|already|other|done|error-[0-9a-f]{8})\\s*$",
          Pattern.MULTILINE);

  private GuestScript() {}

  /**
   * The script as it is sent to a guest.
   *
   * @return ASCII text with line feeds
   */
  public static String text() {
    return StaticScript.CHANGE.text();
  }

  /** What the script printed: on which computer, the value afterwards, and how it went. */
  record Said(String computer, String now, String result) {}

  /** Its one line; empty where there is none, more than one, or one about something else. */
  static Optional<Said> said(String output, GuestChange change) {
    List<MatchResult> lines = LINE.matcher(output).results().toList();
    if (lines.size() != 1 || !lines.get(0).group(2).equals(change.parameters().get("What"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Said(lines.get(0).group(1), lines.get(0).group(4), lines.get(0).group(5)));
  }

  /** Where a setting stands, by what the script printed when it was to read. */
  static Stand stand(String output, GuestChange change) throws IOException {
    Said said =
        said(output, change)
            .orElseThrow(() -> new IOException("the script said nothing that can be read"));
    return said.result().equals("read")
        ? stood(said.now(), change)
        : Stand.of(Stand.Kind.OTHER, "the script ended with " + said.result());
  }

  private static Stand stood(String now, GuestChange change) {
    Stand stand = Stand.between(now, change.before(), change.after());
    return stand.kind() == Stand.Kind.OTHER
        ? Stand.of(Stand.Kind.OTHER, change.meaning(now))
        : stand;
  }
}
