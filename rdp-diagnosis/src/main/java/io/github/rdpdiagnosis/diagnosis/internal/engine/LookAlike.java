package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Stage;
import java.util.List;

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
 * @param most the highest certainty that elimination within this class may give
 */
record LookAlike(
    String id, String sees, Stage stage, Condition when, List<String> members, Certainty most) {
  LookAlike {
    members = List.copyOf(members);
  }
}
