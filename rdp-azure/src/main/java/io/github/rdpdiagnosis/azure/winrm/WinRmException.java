package io.github.rdpdiagnosis.azure.winrm;

import io.github.rdpdiagnosis.model.check.CheckStatus;

/** A script did not run, or what it printed did not arrive. Holds no secret. */
public final class WinRmException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient CheckStatus status;

  WinRmException(CheckStatus status) {
    super(status.why().orElse(""));
    this.status = status;
  }

  static WinRmException of(String why, String settledBy) {
    return new WinRmException(CheckStatus.inconclusive(why, settledBy));
  }

  /**
   * Why, as the status of a check.
   *
   * @return INCONCLUSIVE or NOT_RUN
   */
  public CheckStatus status() {
    return status;
  }
}
