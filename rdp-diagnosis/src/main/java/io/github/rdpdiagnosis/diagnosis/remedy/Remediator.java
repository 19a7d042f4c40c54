package io.github.rdpdiagnosis.diagnosis.remedy;

import com.azure.core.credential.TokenCredential;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeReport;
import io.github.rdpdiagnosis.azure.change.ChangeRun;
import io.github.rdpdiagnosis.azure.change.Journal;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Carries plans out and takes them back: the only thing that acts. Needs the permissions that each
 * step of the plan names. See {@link ChangeRun} for what is sent, and in which order things are on
 * disk. Verification is the caller's: the same diagnosis again. Thread-safe.
 */
public final class Remediator {
  private final ChangeRun run;

  private Remediator(ChangeRun run) {
    this.run = run;
  }

  /**
   * With a credential of the Azure SDK, in the public cloud.
   *
   * @param credential who changes
   * @return the remediator
   */
  public static Remediator of(TokenCredential credential) {
    return of(credential, AzureCloud.PUBLIC);
  }

  /**
   * With a credential of the Azure SDK.
   *
   * @param credential who changes
   * @param cloud which Azure; must be https
   * @return the remediator
   */
  public static Remediator of(TokenCredential credential, AzureCloud cloud) {
    return new Remediator(ChangeRun.of(credential, cloud));
  }

  /**
   * With a plain bearer token.
   *
   * @param bearerToken sent as it is, to the cloud's ARM only
   * @param cloud which Azure
   * @return the remediator
   */
  public static Remediator of(Secret bearerToken, AzureCloud cloud) {
    return new Remediator(ChangeRun.of(bearerToken, cloud));
  }

  /**
   * The same, with settings inside Windows made through WinRM in place of Run Command.
   *
   * @param channel to the VM that the plan is about
   * @return the remediator
   */
  public Remediator guestThrough(WinRm channel) {
    return new Remediator(run.guestThrough(channel));
  }

  /**
   * Carries a plan out, or goes on with it.
   *
   * @param plan the plan
   * @param consent the hash of the plan that a person agreed to
   * @param journal where the journal is, or is to be
   * @param password for a step that sets one
   * @param deadline when to be back
   * @param listener hears of each point
   * @return what was done, and what was taken back because a later step failed
   * @throws IllegalArgumentException if the consent is for another plan
   * @throws IOException if the journal cannot be used: nothing more is done then
   * @throws InterruptedException if the thread was interrupted; the journal says how far it was
   */
  public ChangeReport apply(
      RemediationPlan plan,
      String consent,
      Path journal,
      Optional<Secret> password,
      Deadline deadline,
      ChangeListener listener)
      throws IOException, InterruptedException {
    if (!plan.hash().equals(consent)) {
      throw new IllegalArgumentException("the consent is for another plan");
    }
    try (Journal open = Journal.of(journal, consent, plan.changes())) {
      return run.apply(open, password, deadline, listener);
    }
  }

  /**
   * Takes back what a journal says was begun.
   *
   * @param journal the file
   * @param deadline when to be back
   * @param listener hears of each point
   * @return what was taken back, and what was not and why
   * @throws IOException if the journal cannot be used: nothing more is done then
   * @throws InterruptedException if the thread was interrupted; the journal says how far it was
   */
  public ChangeReport rollback(Path journal, Deadline deadline, ChangeListener listener)
      throws IOException, InterruptedException {
    try (Journal open = Journal.open(journal)) {
      return run.rollback(open, deadline, listener);
    }
  }
}
