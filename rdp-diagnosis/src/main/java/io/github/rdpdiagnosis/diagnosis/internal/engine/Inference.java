package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Facts of the path in, candidates out: what is proven, what is left of the look-alike class, what
 * was set aside and why.
 */
final class Inference {
  private static final CauseCatalogue CATALOGUE = CauseCatalogue.standard();

  private final FactBase facts;
  private final String where;
  private final Map<String, Finding> found = new LinkedHashMap<>();
  private final Set<FaultDomain> setAside = new LinkedHashSet<>();

  /**
   * Not excluded, but less likely than the others of the class: never shown as findings of their
   * own.
   */
  private final Set<String> behind = new LinkedHashSet<>();

  private Inference(FactBase facts, String where) {
    this.facts = facts;
    this.where = where;
  }

  /**
   * What came out.
   *
   * @param findings at most {@link Diagnosis#MOST_FINDINGS}, surest first
   * @param rest further causes that are not excluded
   * @param setAside domains whose causes would not explain that others fail at the same address too
   * @param lookAlike the class of what was seen here, if it is one
   * @param sees the same as a sentence
   */
  record Candidates(
      List<Finding> findings,
      List<Cause> rest,
      Set<FaultDomain> setAside,
      Optional<LookAlike> lookAlike,
      Optional<String> sees) {
    /** All causes that are still in question, those behind the findings included. */
    boolean concerns(FaultDomain domain) {
      return findings.stream().anyMatch(f -> f.domain() == domain)
          || rest.stream().anyMatch(c -> c.domain() == domain);
    }
  }

  static Candidates infer(FactBase facts, String where) {
    return new Inference(facts, where).run();
  }

  private Candidates run() {
    Optional<LookAlike> seen =
        LookAlikes.ALL.stream().filter(c -> c.when().ask(facts).truth() == Truth.TRUE).findFirst();
    // In the order of the tables, which is that of the path.
    CauseRules.rows().values().forEach(rule -> prove(rule, seen));
    CauseRules.rows().values().forEach(this::suggest);
    seen.ifPresent(this::eliminate);
    CauseRules.rows().values().forEach(this::hint);
    reportedError();

    boolean explained =
        found.values().stream()
            .anyMatch(
                f ->
                    f.certainty() == Certainty.CONFIRMED
                        && (f.domain() == FaultDomain.CLIENT
                            || seen.map(c -> f.cause().stage().compareTo(c.stage()) <= 0)
                                .orElse(true)));
    List<Finding> ranked =
        found.values().stream()
            .sorted(
                Comparator.comparing(Finding::certainty)
                    .reversed()
                    .thenComparing(f -> !isAfterAChange(f)))
            .filter(
                f ->
                    f.certainty() != Certainty.POSSIBLE
                        || (!explained && !behind.contains(f.cause().id())))
            .limit(Diagnosis.MOST_FINDINGS)
            .toList();
    List<Cause> rest =
        found.values().stream().filter(f -> !ranked.contains(f)).map(Finding::cause).toList();
    return new Candidates(ranked, rest, setAside, seen, seen.map(this::sees));
  }

  /** What changed since it worked ranks what is possible, and proves nothing. */
  private boolean isAfterAChange(Finding finding) {
    return finding.certainty() == Certainty.POSSIBLE
        && facts
            .value(PathFacts.CHANGES_POINT_TO)
            .filter(causes -> causes.contains(finding.cause().id()))
            .isPresent();
  }

  private void prove(CauseRule rule, Optional<LookAlike> seen) {
    Condition.Answer answer = rule.proves().ask(facts);
    if (answer.truth() == Truth.TRUE && !excluded(rule)) {
      Cause cause = CATALOGUE.cause(rule.id());
      Optional<String> what = seen.filter(c -> c.members().contains(rule.id())).map(this::sees);
      String detail =
          rule.detail()
              .flatMap(facts::value)
              .or(() -> inTheGuest(rule.proves()))
              .or(() -> what)
              .map(d -> d + " ")
              .orElse("");
      add(
          cause,
          least(Certainty.CONFIRMED, cause.maxCertainty()),
          detail + cause.explanation(),
          answer.evidence(),
          rule);
    }
  }

  private void suggest(CauseRule rule) {
    Condition.Answer answer = rule.suggests().ask(facts);
    if (answer.truth() == Truth.TRUE && !excluded(rule)) {
      Cause cause = CATALOGUE.cause(rule.id());
      Optional<String> flips =
          rule.suggests().reads().contains(PathFacts.FLIPS_WITH_NAME.id())
              ? facts.value(PathFacts.FLIPS_DETAIL)
              : Optional.empty();
      String detail =
          flips
              .or(() -> rule.detail().flatMap(facts::value))
              .or(() -> inTheGuest(rule.suggests()))
              .map(d -> d + " ")
              .orElse("");
      add(
          cause,
          least(Certainty.PROBABLE, cause.maxCertainty()),
          detail + cause.explanation(),
          answer.evidence(),
          rule);
    }
  }

  /** What is known and would stop a connection, where nothing failed by it that was seen. */
  private void hint(CauseRule rule) {
    Condition.Answer answer = rule.hints().ask(facts);
    if (answer.truth() == Truth.TRUE && !excluded(rule)) {
      Cause cause = CATALOGUE.cause(rule.id());
      add(
          cause,
          Certainty.POSSIBLE,
          inTheGuest(rule.hints()).map(d -> d + " ").orElse("")
              + "Nothing that was seen failed by it; the client's own message would decide."
              + " If this is it: "
              + cause.explanation(),
          answer.evidence(),
          rule);
    }
  }

  /** What was read in the guest and counts here, as a sentence. */
  private Optional<String> inTheGuest(Condition condition) {
    List<String> read =
        condition.reads().stream()
            .filter(key -> key.startsWith("guest.") || key.startsWith("user."))
            .flatMap(
                key ->
                    facts.text(key).stream()
                        .map(value -> key.substring(key.indexOf('.') + 1) + " is " + value))
            .toList();
    return read.isEmpty()
        ? Optional.empty()
        : facts
            .value(PathFacts.GUEST_NAME)
            .map(name -> "Read in the guest " + name + ": " + String.join(", ", read) + ".");
  }

  /** What the client saw, as a sentence. */
  private String sees(LookAlike seen) {
    String clause = String.format(Locale.ROOT, seen.sees(), where);
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
  }

  private void eliminate(LookAlike seen) {
    List<CauseRule> left = new ArrayList<>();
    boolean allOthersExcluded = seen.members().stream().noneMatch(found::containsKey);
    for (String id : seen.members()) {
      CauseRule rule = CauseRules.rule(id);
      if (excluded(rule)) {
        continue;
      }
      if (isNear(rule) && nearExplainsTooLittle()) {
        setAside.add(domain(rule));
        allOthersExcluded = false;
        continue;
      }
      left.add(rule);
      boolean unlikely = rule.unlikely().ask(facts).truth() == Truth.TRUE;
      if (unlikely || (!isNear(rule) && othersGetFurther())) {
        behind.add(id);
      }
    }
    if (left.stream().allMatch(rule -> behind.contains(rule.id()))) {
      behind.clear(); // none is likelier than the others
    }
    Set<String> evidence = new LinkedHashSet<>(seen.when().ask(facts).evidence());
    evidence.addAll(facts.evidence(PathFacts.FAR_REACHED));
    for (CauseRule rule : left) {
      Cause cause = CATALOGUE.cause(rule.id());
      boolean only = left.size() == 1 && allOthersExcluded;
      Certainty most = least(cause.maxCertainty(), seen.most());
      if (only && most != Certainty.POSSIBLE) {
        add(cause, Certainty.PROBABLE, sees(seen) + " " + cause.explanation(), evidence, rule);
      } else {
        add(cause, Certainty.POSSIBLE, "If this is it: " + cause.explanation(), evidence, rule);
      }
    }
  }

  /**
   * Causes that fit the error which the client showed, where the handshake without credentials
   * cannot get as far.
   */
  private void reportedError() {
    ProvenUpTo reached = facts.value(PathFacts.REACHED).orElse(ProvenUpTo.NONE);
    boolean gateway = gatewayAnswers(facts);
    if (!reached.atLeast(ProvenUpTo.X224) && !gateway) {
      return;
    }
    for (String id : facts.value(PathFacts.ERROR_CAUSES).orElse(List.of())) {
      CauseRule rule = CauseRules.rule(id);
      Cause cause = CATALOGUE.cause(id);
      boolean beyond =
          cause.stage().compareTo(gateway ? Stage.NAME : Stage.TLS) > 0 && !gatewaysOwn(cause);
      if (beyond && !excluded(rule)) {
        add(
            cause,
            Certainty.POSSIBLE,
            "The client's own error message fits. If this is it: " + cause.explanation(),
            facts.evidence(PathFacts.ERROR_CAUSES),
            rule);
      }
    }
  }

  /** The gateway answers as it should, so that it is not what cannot be reached. */
  private boolean gatewaysOwn(Cause cause) {
    return gatewayAnswers(facts) && cause.id().equals("EP-17");
  }

  /** Whether the RD Gateway that the file goes through was seen to take requests. */
  static boolean gatewayAnswers(FactBase facts) {
    return facts
        .value(PathFacts.GATEWAY_ANSWER)
        .filter(a -> a == GatewayAnswer.ASKS_SIGN_IN || a == GatewayAnswer.ACCEPTS)
        .isPresent();
  }

  private boolean excluded(CauseRule rule) {
    return rule.excludes().ask(facts).truth() == Truth.TRUE || passedElsewhere(rule);
  }

  /**
   * Somebody got past the step at the same address, or this client at another address of the
   * target.
   */
  private boolean passedElsewhere(CauseRule rule) {
    Cause cause = CATALOGUE.cause(rule.id());
    boolean tcpOrX224 = cause.stage().compareTo(Stage.X224) <= 0;
    boolean behindTheEndpoint =
        cause.domain() == FaultDomain.NETWORK || cause.domain() == FaultDomain.VM;
    if (tcpOrX224
        && behindTheEndpoint
        && facts.value(PathFacts.OTHER_ADDRESS_WORKS).orElse(false)) {
      return true;
    }
    if (isNear(rule) || rule.bySource()) {
      return false;
    }
    boolean vmServesOthers =
        cause.domain() == FaultDomain.VM
            && facts.value(PathFacts.FAR_OTHER_ADDRESS_WORKS).orElse(false);
    return othersGetPast(cause.stage()) || (tcpOrX224 && vmServesOthers);
  }

  private boolean othersGetPast(Stage stage) {
    ProvenUpTo far = facts.value(PathFacts.FAR_REACHED).orElse(ProvenUpTo.NONE);
    return othersGetFurther() && (stage != Stage.TLS || far.atLeast(ProvenUpTo.TLS));
  }

  private boolean nearExplainsTooLittle() {
    return facts.value(PathFacts.FAR_FAILED).orElse(false) && !othersGetFurther();
  }

  private boolean othersGetFurther() {
    return facts.value(PathFacts.FAR_FURTHER).orElse(false);
  }

  private static FaultDomain domain(CauseRule rule) {
    return CATALOGUE.cause(rule.id()).domain();
  }

  private static boolean isNear(CauseRule rule) {
    return domain(rule) == FaultDomain.CLIENT || domain(rule) == FaultDomain.EDGE;
  }

  private void add(
      Cause cause,
      Certainty certainty,
      String explanation,
      Collection<String> evidence,
      CauseRule rule) {
    if (found.containsKey(cause.id()) || evidence.isEmpty()) {
      return;
    }
    List<String> resources = rule.resources().flatMap(facts::value).orElse(List.of());
    found.put(
        cause.id(),
        new Finding(
            cause,
            certainty,
            explanation,
            List.copyOf(evidence),
            List.of(cause.remedy()),
            resources));
  }

  private static Certainty least(Certainty a, Certainty b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
