package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in a next step, complete and safe to paste: one that has anything in it which a
 * shell might obey is left out.
 */
public final class Commands {
  private static final Pattern COMMAND =
      Pattern.compile("rdpdiag [^;]+|the same diagnosis with (--[^;(]+)");

  /** Words of a command line that every shell takes as they are; one redirection may follow. */
  private static final Pattern SAFE =
      Pattern.compile(
          "rdpdiag( [A-Za-z0-9@%+=:,./_\\[\\]…-]+)+( > [A-Za-z0-9._-]+)?", Pattern.DOTALL);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@%+=:,./_-]+");

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
      String command =
          found.group(1) == null
              ? found.group().strip()
              : "rdpdiag diagnose " + target(diagnosis.target()) + " " + found.group(1).strip();
      if (SAFE.matcher(command.replace(quoted(diagnosis.target()), "TARGET")).matches()) {
        commands.add(command);
      }
    }
    return commands;
  }

  /**
   * What was diagnosed, as a word of a command line.
   *
   * @param target the target
   * @return the .rdp file if there was one, else host and port; in quotes where a shell needs them
   */
  public static String target(Diagnosis.Target target) {
    String word = word(target);
    return PLAIN.matcher(word).matches() ? word : quoted(target);
  }

  private static String quoted(Diagnosis.Target target) {
    return "'" + word(target).replace("'", "'\\''") + "'";
  }

  private static String word(Diagnosis.Target target) {
    boolean literal6 = target.host().contains(":");
    return Printable.of(
        target
            .rdpFile()
            .orElse((literal6 ? "[" + target.host() + "]" : target.host()) + ":" + target.port()));
  }
}
