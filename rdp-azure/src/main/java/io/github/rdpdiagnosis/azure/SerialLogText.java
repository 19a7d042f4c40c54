package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.SerialLog.Kind;
import io.github.rdpdiagnosis.azure.SerialLog.Sign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds health reports and signs in the text of a serial log.
 *
 * <p>A health report stands between two lines of the form {@code ======== Microsoft Azure VM Health
 * Report - Start 2018-03-06T02:06:40.6256349Z ========}, as one JSON object. A console that writes
 * over the same line may have broken it into several.
 */
final class SerialLogText {
  private static final int MAX_SIGNS = 100;
  private static final int MAX_LINE = 16_384;
  private static final int MAX_TEXT = 160;

  /** Escape sequences of a terminal: ECMA-48 control sequences and the two-character ones. */
  private static final Pattern ESCAPE =
      Pattern.compile("\u001B(?:\\[[0-?]{0,32}[ -/]{0,4}[@-~]|[@-Z\\\\^_78=>])");

  private static final Pattern MARKER =
      Pattern.compile("Microsoft Azure VM Health Report - (Start|End) ?([0-9TZ:.+-]{0,40})");

  /**
   * What a line with a phrase says.
   *
   * @param phrase in lower case; looked for in a line in lower case
   * @param code what must follow the phrase at once, with the code as its first group
   */
  private record Rule(String kind, String phrase, Optional<Pattern> code) {
    static Rule of(String kind, String phrase) {
      return new Rule(kind, phrase, Optional.empty());
    }

    static Rule of(String kind, String phrase, String code) {
      return new Rule(kind, phrase, Optional.of(Pattern.compile(code)));
    }
  }

  private static final String HEX = " {0,4}(0x[0-9a-f]{1,16})\\b";
  private static final String NT_STATUS = " {0,4}(0xc0[0-9a-f]{6})\\b";

  private static final List<Rule> RULES =
      List.of(
          Rule.of(Kind.STOP_CODE, "stop:", HEX),
          Rule.of(
              Kind.STOP_CODE, "\"stopcode\"", "[^0]{0,80}<value>\\s{0,8}\"?(0x[0-9a-f]{1,16})\\b"),
          Rule.of(Kind.STOP_CODE, "stop code:", " {0,4}(0x[0-9a-f]{1,16}|[a-z][a-z0-9_]{3,80})\\b"),
          Rule.of(Kind.BOOT_FAILURE, "status:", NT_STATUS),
          Rule.of(Kind.BOOT_FAILURE, "error code:", NT_STATUS),
          Rule.of(Kind.BOOT_FAILURE, "windows failed to start"),
          Rule.of(Kind.BOOT_FAILURE, "windows failed to load"),
          Rule.of(Kind.BOOT_FAILURE, "bootmgr is missing"),
          Rule.of(Kind.BOOT_FAILURE, "bootmgr is compressed"),
          Rule.of(Kind.NO_BOOT_DEVICE, "no operating system was loaded"),
          Rule.of(Kind.NO_BOOT_DEVICE, "an operating system wasn't found"),
          Rule.of(Kind.NO_BOOT_DEVICE, "missing operating system"),
          Rule.of(Kind.NO_BOOT_DEVICE, "operating system not found"),
          Rule.of(Kind.NO_BOOT_DEVICE, "no bootable device"),
          Rule.of(Kind.NO_BOOT_DEVICE, "reboot and select proper boot device"),
          Rule.of(Kind.RECOVERY, "windows error recovery"),
          Rule.of(Kind.RECOVERY, "preparing automatic repair"),
          Rule.of(Kind.RECOVERY, "diagnosing your pc"),
          Rule.of(Kind.RECOVERY, "attempting repairs"),
          Rule.of(Kind.RECOVERY, "needs to be repaired"),
          Rule.of(Kind.RECOVERY, "couldn't be repaired"),
          Rule.of(Kind.RECOVERY, "it looks like windows didn't load correctly"),
          Rule.of(Kind.WINDOWS_UPDATE, "working on updates"),
          Rule.of(Kind.WINDOWS_UPDATE, "working on features"),
          Rule.of(Kind.WINDOWS_UPDATE, "getting windows ready"),
          Rule.of(Kind.WINDOWS_UPDATE, "preparing to configure windows"),
          Rule.of(Kind.WINDOWS_UPDATE, "failure configuring windows"),
          Rule.of(Kind.WINDOWS_UPDATE, "configuring windows"),
          Rule.of(Kind.WINDOWS_UPDATE, "we couldn't complete the"),
          Rule.of(Kind.WINDOWS_UPDATE, "undoing changes made to your computer"),
          Rule.of(Kind.WINDOWS_UPDATE, "reverting changes"),
          Rule.of(Kind.WINDOWS_UPDATE, "applying update operation"),
          Rule.of(Kind.DISK_CHECK, "checking file system on"),
          Rule.of(Kind.DISK_CHECK, "scanning and repairing drive"),
          Rule.of(Kind.DISK_CHECK, "one of your disks needs to be checked"),
          Rule.of(Kind.DISK_CHECK, "chkdsk is verifying"),
          Rule.of(Kind.BITLOCKER, "bitlocker recovery"),
          Rule.of(Kind.BITLOCKER, "bitlocker needs your recovery key"),
          Rule.of(Kind.BITLOCKER, "enter the recovery key"),
          Rule.of(Kind.BITLOCKER, "enter the password to unlock this drive"),
          Rule.of(Kind.SETUP, "setup is starting services"),
          Rule.of(Kind.SETUP, "setup is preparing your computer"),
          Rule.of(Kind.SETUP, "setup is installing devices"),
          Rule.of(Kind.SETUP, "setup is applying system settings"),
          Rule.of(Kind.SETUP, "windows could not complete the installation"),
          Rule.of(Kind.SETUP, "windows could not finish configuring"),
          Rule.of(Kind.SETUP, "the computer restarted unexpectedly or encountered"),
          Rule.of(Kind.SETUP, "windows setup cannot continue"),
          Rule.of(Kind.SETUP, "windows could not parse or process"),
          Rule.of(Kind.SAC_STARTED, "sac started and initialized"),
          Rule.of(Kind.SAC_READY, "the cmd command is now available"));

  private final String text;
  private final List<Report> reports = new ArrayList<>();

  private record Report(int start, int end, Optional<GuestHealthReport> report) {}

  SerialLogText(String text) {
    // A terminal's cursor movement starts new text; all else about it is decoration.
    this.text = text.indexOf('\u001B') < 0 ? text : ESCAPE.matcher(text).replaceAll("\n");
  }

  SerialLog read(boolean complete) {
    findReports();
    int last = reports.size() - 1;
    int broken = 0;
    while (last >= 0 && reports.get(last).report().isEmpty()) {
      last--;
      broken++;
    }
    int reportEnd = last < 0 ? -1 : reports.get(last).end();
    return new SerialLog(
        complete,
        last < 0 ? Optional.empty() : reports.get(last).report(),
        broken,
        signs(reportEnd));
  }

  private void findReports() {
    Matcher marker = MARKER.matcher(text);
    int start = -1;
    String time = "";
    while (marker.find()) {
      boolean isStart = marker.group(1).equals("Start");
      if (start >= 0) {
        String body = text.substring(start, marker.start());
        reports.add(new Report(start, marker.start(), HealthReportJson.read(body, time)));
        start = -1;
      }
      if (isStart) {
        start = marker.end();
        time = marker.group(2);
      }
    }
    if (start >= 0) {
      reports.add(
          new Report(start, text.length(), HealthReportJson.read(text.substring(start), time)));
    }
  }

  /** What was seen so far of one kind, code and side of the health report. */
  private static final class Seen {
    private String line = "";
    private int times;
  }

  private record Key(String kind, Optional<String> code, boolean beforeReport) {}

  private List<Sign> signs(int reportEnd) {
    Map<Key, Seen> seen = new LinkedHashMap<>();
    int report = 0;
    for (int from = 0; from < text.length(); ) {
      while (report < reports.size() && reports.get(report).end() <= from) {
        report++;
      }
      if (report < reports.size() && reports.get(report).start() <= from) {
        from = reports.get(report).end(); // user names in a report are no signs
        continue;
      }
      int to = endOfLine(from);
      note(text.substring(from, to), from < reportEnd, seen);
      from = to + 1;
    }
    return seen.entrySet().stream()
        .map(
            entry ->
                new Sign(
                    entry.getKey().kind(),
                    entry.getKey().code(),
                    entry.getValue().line,
                    entry.getValue().times,
                    entry.getKey().beforeReport()))
        .toList();
  }

  private int endOfLine(int from) {
    int limit = Math.min(text.length(), from + MAX_LINE);
    for (int i = from; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        return i;
      }
    }
    return limit;
  }

  private static void note(String line, boolean beforeReport, Map<Key, Seen> seen) {
    String lower = line.toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      int at = lower.indexOf(rule.phrase());
      if (at < 0) {
        continue;
      }
      Optional<String> code =
          rule.code()
              .map(
                  pattern ->
                      pattern.matcher(lower).region(at + rule.phrase().length(), lower.length()))
              .filter(Matcher::lookingAt)
              .map(found -> code(found.group(1)));
      if (rule.code().isEmpty() || code.isPresent()) {
        note(new Key(rule.kind(), code, beforeReport), line, at, seen);
        return;
      }
    }
  }

  private static void note(Key key, String line, int at, Map<Key, Seen> seen) {
    if (seen.size() >= MAX_SIGNS && !seen.containsKey(key)) {
      return;
    }
    Seen sign = seen.computeIfAbsent(key, any -> new Seen());
    sign.times++;
    sign.line = shortened(line, at);
  }

  /** {@code 0x0000007B} and {@code 0x7b} are the same code. */
  private static String code(String text) {
    if (!text.startsWith("0x")) {
      return text.toUpperCase(Locale.ROOT);
    }
    return "0x" + text.substring(2).replaceFirst("^0+(?=.)", "");
  }

  private static String shortened(String line, int at) {
    // In lower case a line may be longer than it is.
    int from = Math.max(0, Math.min(at, line.length()) - MAX_TEXT / 4);
    String cut = line.substring(from, Math.min(line.length(), from + MAX_TEXT));
    // A log may quote a signed URL.
    return cut.replaceAll("\\p{Cntrl}+", " ").replaceAll("[?&]sig=\\S*", "?[redacted]").strip();
  }
}
