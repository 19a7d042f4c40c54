package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.ResourceChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One step of a plan.
 *
 * @param id names it within the plan
 * @param causes ids of the causes that it mends; empty for a step that was wished for
 * @param what what is done, in words
 * @param operation what is carried out; empty for a step that people do themselves
 * @param precondition what is compared right before it is carried out
 * @param consequences what it brings with it: interruptions, losses, who gets access
 * @param byHand how people do it who may not apply, or want to
 */
public record PlannedStep(
    String id,
    List<String> causes,
    String what,
    Optional<Operation> operation,
    String precondition,
    List<String> consequences,
    String byHand) {
  /** Copies the lists. */
  public PlannedStep {
    causes = List.copyOf(causes);
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(precondition, "precondition");
    consequences = List.copyOf(consequences);
    Objects.requireNonNull(byHand, "byHand");
  }

  /**
   * Whether it makes the VM less safe.
   *
   * @return true for Network Level Authentication off, for a security layer below TLS and for
   *     Windows Firewall off
   */
  public boolean weakens() {
    return operation
        .filter(GuestChange.Setting.class::isInstance)
        .map(GuestChange.Setting.class::cast)
        .filter(change -> change.setting().isWeakenedBy(change.wanted()))
        .isPresent();
  }

  /**
   * Whether it would let anybody in: no plan ever does. A rule that denies and goes lets in whom
   * nobody named.
   */
  boolean opensForAll() {
    Optional<ResourceChange> change =
        operation.filter(ResourceChange.class::isInstance).map(ResourceChange.class::cast);
    boolean deniesNoMore =
        change
            .filter(each -> each.wanted().isEmpty())
            .flatMap(ResourceChange::expected)
            .filter(rule -> "deny".equalsIgnoreCase(String.valueOf(rule.get("access"))))
            .isPresent();
    if (deniesNoMore) {
      return true;
    }
    Map<String, Object> wanted = change.flatMap(ResourceChange::wanted).orElse(Map.of());
    boolean any =
        String.valueOf(wanted.get("sourceAddressPrefix")).matches("(?i)\\*|internet|any|.*/0")
            || String.valueOf(wanted.get("sourceAddressPrefixes"))
                .matches("(?i).*(\\*|internet|any|/0[],]).*");
    return any && "allow".equalsIgnoreCase(String.valueOf(wanted.get("access")));
  }
}
