package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.CauseKnowledge;
import io.github.rdpdiagnosis.model.cause.Cause;
import java.util.ArrayList;
import java.util.List;

/** The tables of the engine, to be read by people. */
public final class Knowledge {
  /** What of {@code provableBy} asks for which check, and what that needs. */
  private static final List<String[]> CHECKS =
      List.of(
          new String[] {
            "guest",
            "diagnose --vm ID --allow-guest-run (runCommand/action), or --guest-record FILE"
          },
          new String[] {"azure", "diagnose --vm ID (Reader), or --snapshot FILE"},
          new String[] {
            "classic", "diagnose --snapshot FILE, made of the classic deployment's document"
          },
          new String[] {
            "vantage", "probe from another network, given with --evidence FILE; --reference HOST"
          },
          new String[] {"wire", "diagnose or probe from the client"},
          new String[] {"local", "diagnose on the client itself"},
          new String[] {"file", "diagnose FILE.rdp"},
          new String[] {"client-error", "diagnose --error TEXT"});

  private Knowledge() {}

  /**
   * What the tables say of a cause.
   *
   * @param cause a row of the catalogue
   * @return conditions as text
   */
  public static CauseKnowledge of(Cause cause) {
    CauseRule rule = CauseRules.rule(cause.id());
    return new CauseKnowledge(
        cause.id(),
        rule.proves().toString(),
        rule.suggests().toString(),
        rule.hints().toString(),
        rule.excludes().toString(),
        LookAlikes.ALL.stream()
            .filter(each -> each.members().contains(cause.id()))
            .map(LookAlike::id)
            .toList(),
        decidingCheck(cause));
  }

  private static String decidingCheck(Cause cause) {
    List<String> checks = new ArrayList<>();
    for (String[] check : CHECKS) {
      if (cause.provableBy().contains(check[0])) {
        checks.add(check[1]);
      }
    }
    return String.join("; ", checks);
  }
}
