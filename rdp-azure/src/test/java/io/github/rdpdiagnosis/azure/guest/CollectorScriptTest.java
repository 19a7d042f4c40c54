package io.github.rdpdiagnosis.azure.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The script by its structure: it never runs here. Its syntax is checked by .ci/powershell-syntax.
 */
class CollectorScriptTest {
  private static final String SCRIPT = CollectorScript.text();

  /** All commands that may stand in it. None of them changes anything but this process. */
  private static final Set<String> COMMANDS =
      Set.of(
          "ForEach-Object",
          "Get-Acl",
          "Get-ChildItem",
          "Get-CimInstance",
          "Get-WinEvent",
          "Group-Object",
          "Invoke-CimMethod",
          "Join-Path",
          "New-Object",
          "Select-Object",
          "Sort-Object",
          "Test-ComputerSecureChannel",
          "Where-Object",
          "Write-Output");

  /** All methods that may be called. */
  private static final Set<String> METHODS =
      Set.of(
          "Add",
          "AddDays",
          "AddSeconds",
          "Close",
          "ComputeHash",
          "Contains",
          "FindOne",
          "GetBytes",
          "GetCurrent",
          "GetEnumerator",
          "GetFiles",
          "GetSecurityDescriptorSddlForm",
          "GetSubKeyNames",
          "GetType",
          "GetValue",
          "GetValueNames",
          "GetVersionInfo",
          "Invoke",
          "InvokeGet",
          "InvokeMember",
          "Load",
          "Matches",
          "Max",
          "OpenBaseKey",
          "OpenSubKey",
          "RemoveRange",
          "Replace",
          "SelectNodes",
          "Split",
          "Substring",
          "ToArray",
          "ToBase64String",
          "ToLocalTime",
          "ToLowerInvariant",
          "ToString",
          "ToUInt32",
          "ToUniversalTime",
          "ToXml",
          "Translate",
          "Write");

  private static List<String> all(String text, String pattern, int group) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(m -> m.group(group))
        .collect(Collectors.toList());
  }

  private static String code() {
    return SCRIPT
        .lines()
        .map(line -> line.strip().startsWith("#") ? "" : line)
        .collect(Collectors.joining("\n"));
  }

  private static String withoutTexts() {
    return code().replaceAll("'[^'\n]*'", "''").replaceAll("\"[^\"\n]*\"", "\"\"");
  }

  @Test
  void isAsciiWithoutTabsOrLongLines() {
    assertThat(SCRIPT).matches("(?s)[\n\\x20-\\x7e]*");
    assertThat(SCRIPT.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(140));
  }

  @Test
  void everyCommentIsAWholeLine() {
    assertThat(withoutTexts()).doesNotContain("#");
  }

  @Test
  void onlyCommandsThatReadStandInIt() {
    Set<String> found =
        new TreeSet<>(all(withoutTexts(), "(?<![\\w$.-])([A-Z][A-Za-z]+-[A-Z][A-Za-z]+)", 1));
    assertThat(found).isSubsetOf(COMMANDS).hasSizeGreaterThan(8);
  }

  @Test
  void onlyMethodsThatReadAreCalled() {
    Set<String> found =
        new TreeSet<>(
            all(
                code().replaceAll("New-Object [A-Za-z.]+", ""),
                "(?<=[.:])([A-Za-z][A-Za-z0-9]*)\\(",
                1));
    assertThat(found).isSubsetOf(METHODS).hasSizeGreaterThan(20);
  }

  @Test
  void theMethodsThatCouldDoAnythingAreCalledInOneWayOnly() {
    assertThat(all(code(), "\\.Invoke\\(([^)]*)\\)", 1)).containsOnly("'Members'");
    assertThat(all(code(), "\\.InvokeGet\\(([^)]*)\\)", 1)).containsOnly("'AccountExpirationDate'");
    assertThat(all(code(), "\\.InvokeMember\\(([^)]*)\\)", 1))
        .containsOnly("'objectSid', 'GetProperty', $null, $member, $null");
    assertThat(all(code(), "-MethodName (\\w+)", 1)).containsOnly("GetGracePeriodDays");
    // The compressor's own buffer.
    assertThat(all(code(), "(\\S+)\\.Write\\(", 1)).containsOnly("$deflate");
    assertThat(all(code(), "(\\S+)\\.RemoveRange\\(", 1)).containsOnly("$out");
    assertThat(all(code(), "OpenSubKey\\(([^)]*\\)?[^)]*)\\)", 1))
        .noneMatch(a -> a.contains("true"));
  }

  @Test
  void theOnlyProgramIsNetshToShow() {
    assertThat(all(code(), "& \"([^\"]*)\" (.*)", 0))
        .singleElement()
        .asString()
        .startsWith("& \"$([Environment]::SystemDirectory)\\netsh.exe\" wfp show filters file=- ");
    assertThat(all(withoutTexts(), "&\\s+(\\S+)", 1))
        .containsOnly("$how)", "$list)", "$toRow", "\"\"", "$read[$name]");
  }

  @Test
  void nothingIsRedirectedOrMadeIntoCode() {
    assertThat(withoutTexts()).doesNotContain(">");
    assertThat(code().toLowerCase(Locale.ROOT))
        .doesNotContain(
            "iex ",
            "invoke-expression",
            "add-type",
            "-repair",
            "scriptblock]::",
            "downloadstring",
            "set-");
  }

  @Test
  void sectionsAreThoseOfTheRecordInTheSameOrder() {
    assertThat(all(code(), "(?m)^\\$read\\.([a-z]+) = \\{", 1))
        .isEqualTo(Stream.of(GuestSection.values()).map(GuestSection::word).toList());
  }

  /** What the tests' records hold is what the script prints: names, kinds and fields. */
  @Test
  void everyNameOfTheRecordsStandsInTheScript() {
    Set<String> names = new TreeSet<>();
    String body = GuestRecords.healthy();
    all(body, "(?m)^([A-Za-z][A-Za-z0-9_.-]*)[=~!]", 1).forEach(name -> names.add(last(name)));
    all(body, "(?m)^\\+([A-Za-z]+) ", 1).forEach(names::add);
    Pattern.compile("(?m)^\\+[A-Za-z]+ (.*)$")
        .matcher(body)
        .results()
        .flatMap((MatchResult m) -> Stream.of(m.group(1).split("\\|")))
        .forEach(cell -> names.addAll(all(cell, "^([A-Za-z]+)[:~!]", 1)));
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      boolean built = name.endsWith("Rule") && SCRIPT.contains("($store.Key + 'Rule')");
      if (!built && !Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(SCRIPT).find()) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(names).hasSizeGreaterThan(100);
  }

  private static String last(String name) {
    String[] parts = name.split("\\.", -1);
    return parts[0].equals("event") ? "event" : parts[parts.length - 1];
  }

  /** The names of the parameters are those that a request sends. */
  @Test
  void parametersAreThoseOfTheRequest() {
    Set<String> declared = new TreeSet<>(all(code(), "\\] \\$([A-Z]\\w+) = ", 1));
    assertThat(declared).containsExactly("Days", "Limit", "ProbeBegan", "Sections");
    CollectorRequest request =
        new CollectorRequest(Set.of(GuestSection.values()), 3, Optional.of(Instant.EPOCH));
    assertThat(request.parameters(4000).keySet()).containsExactlyInAnyOrderElementsOf(declared);
    assertThat(request.parameters(4000).values()).allMatch(value -> value.matches("[a-z0-9,]+"));
  }
}
