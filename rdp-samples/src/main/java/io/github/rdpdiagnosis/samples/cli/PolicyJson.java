package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.RuleFinding;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decisions as JSON data, keys sorted, and as text. */
final class PolicyJson {
  private PolicyJson() {}

  static Map<String, Object> of(Decision decision) {
    Map<String, Object> json = new TreeMap<>();
    json.put("decision", decision.verdict().name());
    json.put("gates", decision.deciders().stream().map(PolicyJson::of).toList());
    json.put("decidedBy", decidedBy(decision.decider()));
    json.put("assumptions", decision.assumptions());
    decision.doubt().ifPresent(doubt -> json.put("openBecause", of(doubt)));
    return json;
  }

  private static Map<String, Object> decidedBy(Decider decider) {
    Map<String, Object> json = new TreeMap<>();
    json.put("gate", decider.gate().name());
    decider.rule().ifPresent(rule -> json.put("rule", rule.name()));
    return json;
  }

  static Map<String, Object> of(Decider decider) {
    Map<String, Object> json = new TreeMap<>(decidedBy(decider));
    json.put("decision", decider.verdict().name());
    json.put("because", decider.why());
    decider.rule().ifPresent(rule -> json.put("priority", rule.priority()));
    resource(decider).ifPresent(id -> json.put("resource", id));
    return json;
  }

  /** The rule where it has an id, else what it is a rule of. */
  static Optional<String> resource(Decider decider) {
    return decider.rule().flatMap(Decider.Rule::id).or(decider::resource);
  }

  static Map<String, Object> of(Doubt doubt) {
    Map<String, Object> json = new TreeMap<>();
    json.put("why", doubt.why());
    json.put("settledBy", doubt.settledBy());
    doubt.missingAction().ifPresent(action -> json.put("missingAction", action));
    return json;
  }

  static Map<String, Object> of(RuleFinding finding) {
    return new TreeMap<>(
        Map.of(
            "severity", finding.severity().name(),
            "group", finding.group(),
            "rule", finding.rule(),
            "field", finding.field(),
            "value", finding.value(),
            "what", finding.what()));
  }

  /** The gates, one a line, then what decides and what was assumed. */
  static List<String> lines(Decision decision) {
    List<String> lines = new ArrayList<>();
    for (Decider decider : decision.deciders()) {
      lines.add(
          String.format("  %-13s %-12s %s", decider.gate(), decider.verdict(), decider.why())
              + resource(decider).map(id -> "\n" + " ".repeat(29) + id).orElse(""));
    }
    decision.doubt().ifPresent(doubt -> lines.add("  settled by: " + doubt.settledBy()));
    decision.assumptions().forEach(each -> lines.add("  assumed: " + each));
    return lines;
  }
}
