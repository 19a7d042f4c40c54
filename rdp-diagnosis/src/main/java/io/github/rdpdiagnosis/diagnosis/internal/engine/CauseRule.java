package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.fact.FactKey;
import java.util.List;
import java.util.Optional;

/**
 * What is known about deciding one cause.
 *
 * @param id row of the catalogue
 * @param proves when TRUE, the fact was read that only this cause explains
 * @param suggests when TRUE, it is this cause as far as anybody can tell, without proof
 * @param hints when TRUE, it is known and would stop a connection, though nothing that was seen
 *     failed by it: as far as anybody can tell it may be what the user means
 * @param excludes when TRUE, it is not this cause
 * @param unlikely when TRUE, it still may be this cause, but it explains what was seen worse than
 *     the others do
 * @param bySource whether it can hit one client's address and spare another's
 * @param detail the fact that says what exactly, in one sentence
 * @param resources the fact that names the ARM resources concerned
 */
record CauseRule(
    String id,
    Condition proves,
    Condition suggests,
    Condition hints,
    Condition excludes,
    Condition unlikely,
    boolean bySource,
    Optional<FactKey<String>> detail,
    Optional<FactKey<List<String>>> resources) {

  static CauseRule of(String id) {
    return new CauseRule(
        id,
        Condition.NEVER,
        Condition.NEVER,
        Condition.NEVER,
        Condition.NEVER,
        Condition.NEVER,
        false,
        Optional.empty(),
        Optional.empty());
  }

  CauseRule provenBy(Condition condition) {
    return new CauseRule(
        id, condition, suggests, hints, excludes, unlikely, bySource, detail, resources);
  }

  CauseRule suggestedBy(Condition condition) {
    return new CauseRule(
        id, proves, condition, hints, excludes, unlikely, bySource, detail, resources);
  }

  CauseRule hintedAtBy(Condition condition) {
    return new CauseRule(
        id, proves, suggests, condition, excludes, unlikely, bySource, detail, resources);
  }

  CauseRule excludedBy(Condition condition) {
    return new CauseRule(
        id, proves, suggests, hints, condition, unlikely, bySource, detail, resources);
  }

  CauseRule unlikelyIf(Condition condition) {
    return new CauseRule(
        id, proves, suggests, hints, excludes, condition, bySource, detail, resources);
  }

  CauseRule hitsSomeSources() {
    return new CauseRule(id, proves, suggests, hints, excludes, unlikely, true, detail, resources);
  }

  CauseRule saying(FactKey<String> what) {
    return new CauseRule(
        id, proves, suggests, hints, excludes, unlikely, bySource, Optional.of(what), resources);
  }

  CauseRule saying(FactKey<String> what, FactKey<List<String>> where) {
    return new CauseRule(
        id,
        proves,
        suggests,
        hints,
        excludes,
        unlikely,
        bySource,
        Optional.of(what),
        Optional.of(where));
  }
}
