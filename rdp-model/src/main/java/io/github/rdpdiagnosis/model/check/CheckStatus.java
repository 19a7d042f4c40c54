package io.github.rdpdiagnosis.model.check;

import java.util.Objects;
import java.util.Optional;

/**
 * What a check found out about the thing that it looked at. Unknown is never OK: a check that could
 * not see says so by one of the four last kinds.
 *
 * <table>
 * <caption>The six kinds</caption>
 * <tr><th>kind</th><th>meaning</th></tr>
 * <tr><td>HOLDS</td><td>looked, and it is as it should be</td></tr>
 * <tr><td>VIOLATED</td><td>looked, and it is not</td></tr>
 * <tr><td>INCONCLUSIVE</td><td>looked, and could not tell; says why and what would settle it</td></tr>
 * <tr><td>NOT_PERMITTED</td><td>this identity may not look; names the exact RBAC action</td></tr>
 * <tr><td>NOT_APPLICABLE</td><td>there is nothing to look at here; says why</td></tr>
 * <tr><td>NOT_RUN</td><td>did not look, because of another check or the deadline</td></tr>
 * </table>
 *
 * @param kind which of the six
 * @param why why it is so, for all kinds but HOLDS and VIOLATED, where it may be empty
 * @param settledBy what would settle an INCONCLUSIVE
 * @param permission the RBAC action that NOT_PERMITTED lacks
 */
public record CheckStatus(
    Kind kind, Optional<String> why, Optional<String> settledBy, Optional<String> permission) {
  /** The six kinds. */
  public enum Kind {
    /** Looked, and it is as it should be. */
    HOLDS,
    /** Looked, and it is not as it should be. */
    VIOLATED,
    /** Looked, and could not tell. */
    INCONCLUSIVE,
    /** This identity may not look. */
    NOT_PERMITTED,
    /** Nothing to look at here. */
    NOT_APPLICABLE,
    /** Did not look. */
    NOT_RUN
  }

  /** Checks that each kind carries what it promises. */
  public CheckStatus {
    Objects.requireNonNull(kind, "kind");
    boolean saysWhy =
        kind == Kind.HOLDS
            || kind == Kind.VIOLATED
            || kind == Kind.NOT_PERMITTED
            || why.isPresent();
    if (!saysWhy) {
      throw new IllegalArgumentException(kind + " needs a why");
    }
    if ((kind == Kind.INCONCLUSIVE) != settledBy.isPresent()) {
      throw new IllegalArgumentException("settledBy goes with INCONCLUSIVE, and with it only");
    }
    if ((kind == Kind.NOT_PERMITTED) != permission.isPresent()) {
      throw new IllegalArgumentException("permission goes with NOT_PERMITTED, and with it only");
    }
  }

  private static CheckStatus of(Kind kind, Optional<String> why) {
    return new CheckStatus(kind, why, Optional.empty(), Optional.empty());
  }

  /**
   * As it should be.
   *
   * @return the status
   */
  public static CheckStatus holds() {
    return of(Kind.HOLDS, Optional.empty());
  }

  /**
   * Not as it should be.
   *
   * @param why what was seen, in one sentence
   * @return the status
   */
  public static CheckStatus violated(String why) {
    return of(Kind.VIOLATED, Optional.of(why));
  }

  /**
   * Could not tell.
   *
   * @param why why not
   * @param settledBy what would settle it
   * @return the status
   */
  public static CheckStatus inconclusive(String why, String settledBy) {
    return new CheckStatus(
        Kind.INCONCLUSIVE, Optional.of(why), Optional.of(settledBy), Optional.empty());
  }

  /**
   * This identity may not look.
   *
   * @param action the exact RBAC action that is missing, such as {@code
   *     Microsoft.Network/networkSecurityGroups/read}
   * @return the status
   */
  public static CheckStatus notPermitted(String action) {
    return new CheckStatus(
        Kind.NOT_PERMITTED,
        Optional.of("this identity lacks " + action),
        Optional.empty(),
        Optional.of(action));
  }

  /**
   * Nothing to look at.
   *
   * @param why why not
   * @return the status
   */
  public static CheckStatus notApplicable(String why) {
    return of(Kind.NOT_APPLICABLE, Optional.of(why));
  }

  /**
   * Did not look.
   *
   * @param because the check, or the deadline, that kept it from running
   * @return the status
   */
  public static CheckStatus notRun(String because) {
    return of(Kind.NOT_RUN, Optional.of(because));
  }

  /**
   * Whether the check looked and could tell.
   *
   * @return true for HOLDS and VIOLATED
   */
  public boolean isConclusive() {
    return kind == Kind.HOLDS || kind == Kind.VIOLATED;
  }
}
