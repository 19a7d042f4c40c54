package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.change.ArmWrites.Reply;

/** Azure does not do what was asked, and nothing was changed by it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final StepOutcome.Kind kind;

  Refusal(StepOutcome.Kind kind, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
  }

  /** For statuses from 400 to 499. */
  static Refusal of(Reply reply, String permission) {
    return switch (reply.status()) {
      case 401 ->
          new Refusal(
              StepOutcome.Kind.NOT_PERMITTED, "Azure refused the token (" + reply.said() + ")");
      case 403 ->
          new Refusal(
              StepOutcome.Kind.NOT_PERMITTED, "needs " + permission + " (" + reply.said() + ")");
      case 409, 429 ->
          new Refusal(
              StepOutcome.Kind.BUSY,
              reply.said()
                  + reply
                      .retryAfter()
                      .map(wait -> ", retry after " + wait.toSeconds() + " s")
                      .orElse(""));
      case 412 ->
          new Refusal(
              StepOutcome.Kind.CHANGED_BY_OTHERS,
              "somebody else changed it in between (" + reply.said() + ")");
      default -> new Refusal(StepOutcome.Kind.REFUSED, reply.said());
    };
  }

  StepOutcome.Kind kind() {
    return kind;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
