package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Causes that look the same to one client: a class of outcome and all its members. Members stay
 * POSSIBLE until every other one is positively excluded, so the list must be complete; its order is
 * our judgement of how often each is the reason, most often first.
 *
 * @param id such as {@code T1}
 * @param sees what the client saw, as one clause; {@code %s} stands for the address and port
 * @param stage the step of the connection that failed
 * @param when when the class applies
 * @param members cause ids
 * @param platform what the class means on Windows and in Azure, where that is not what it means on
 *     other systems and networks; empty if it is the same
 * @param most the highest certainty that elimination within this class may give
 */
record LookAlike(
    String id,
    String sees,
    Stage stage,
    Condition when,
    List<String> members,
    Optional<String> platform,
    Certainty most) {
  LookAlike {
    members = List.copyOf(members);
  }

  static LookAlike of(String id, String sees, Stage stage, Condition when, List<String> members) {
    return new LookAlike(id, sees, stage, when, members, Optional.empty(), Certainty.CONFIRMED);
  }

  LookAlike atMost(Certainty certainty) {
    return new LookAlike(id, sees, stage, when, members, platform, certainty);
  }

  LookAlike inAzure(String meaning) {
    return new LookAlike(id, sees, stage, when, members, Optional.of(meaning), most);
  }
}
