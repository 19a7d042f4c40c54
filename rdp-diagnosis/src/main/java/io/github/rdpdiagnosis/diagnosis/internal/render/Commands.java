package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in a next step, complete and safe to paste: one that has anything in it which a
 * shell might obey is left out.
 */
public final class Commands {
  private static final Pattern COMMAND =
      Pattern.compile("rdpdiag [^;]+|the same diagnosis with (--[^;(]+)");

  /** Words that every shell takes as they are; one redirection may follow. */
  private static final Pattern SAFE =
      Pattern.compile("rdpdiag( [A-Za-z0-9@%+=:,./_\\[\\]…-]+)+( > [A-Za-z0-9._-]+)?");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@+=:,./_\\[\\]-]+");

  /** What double quotes protect, for sh, PowerShell and cmd alike. */
  private static final Pattern QUOTABLE = Pattern.compile("[\\p{L}\\p{N} @+=:,./_()\\[\\]-]+");

  private Commands() {}

  /**
   * The commands of a step.
   *
   * @param step the step
   * @param diagnosis whose step it is
   * @return each on one line; may be empty
   */
  public static List<String> of(NextStep step, Diagnosis diagnosis) {
    List<String> commands = new ArrayList<>();
    Matcher found = COMMAND.matcher(step.how());
    while (found.find()) {
      (found.group(1) == null
              ? Optional.of(found.group().strip()).filter(c -> SAFE.matcher(c).matches())
              : diagnose(diagnosis, found.group(1).strip()))
          .ifPresent(commands::add);
    }
    return commands;
  }

  /**
   * What a step is worth.
   *
   * @param causes how many it would tell apart, at least one
   * @return such as {@code would tell apart 18 causes}
   */
  public static String worth(int causes) {
    return causes == 1 ? "would settle 1 cause" : "would tell apart " + causes + " causes";
  }

  private static Optional<String> diagnose(Diagnosis diagnosis, String options) {
    String safe = "rdpdiag diagnose TARGET " + options;
    return SAFE.matcher(safe).matches()
        ? target(diagnosis.target()).map(target -> safe.replace("TARGET", target))
        : Optional.empty();
  }

  /**
   * What was diagnosed, as a word of a command line.
   *
   * @param target the target
   * @return the .rdp file if there was one, else host and port; in quotes where a shell needs them;
   *     empty where quotes do not help
   */
  private static Optional<String> target(Diagnosis.Target target) {
    String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    String word = target.rdpFile().orElse(host + ":" + target.port());
    if (PLAIN.matcher(word).matches()) {
      return Optional.of(word);
    }
    return QUOTABLE.matcher(word).matches() ? Optional.of('"' + word + '"') : Optional.empty();
  }
}
