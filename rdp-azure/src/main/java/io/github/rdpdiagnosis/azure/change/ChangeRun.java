package io.github.rdpdiagnosis.azure.change;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.change.ArmWrites.Reply;
import io.github.rdpdiagnosis.azure.change.ChangeListener.Point;
import io.github.rdpdiagnosis.azure.change.Journal.Phase;
import io.github.rdpdiagnosis.azure.change.StepOutcome.Kind;
import io.github.rdpdiagnosis.azure.internal.arm.PlainToken;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries operations out, and takes them back. The one thing here that changes anything.
 *
 * <p>Each step: read the state; if it is the wanted one, nothing is sent; if it is not the expected
 * one, nothing is sent and the run stops; else the intent is forced to disk, one write is sent, the
 * operation is waited for, the wanted state is read, the outcome is forced to disk. A write is
 * never sent twice without reading the state in between. When a step does not get done, what was
 * done before it is taken back, last first.
 *
 * <p>A run that died is gone on with by giving the same journal again: a step that was begun is
 * compared first. Needs the actions of {@link Operation#permissions()}. Blocks; one run at a time
 * for one journal; the object itself is thread-safe.
 */
public final class ChangeRun {
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final ArmWrites arm;
  private final Optional<WinRm> winRm;

  private ChangeRun(ArmWrites arm, Optional<WinRm> winRm) {
    this.arm = arm;
    this.winRm = winRm;
  }

  private static ChangeRun of(AzureCloud cloud, HttpPipelinePolicy authentication) {
    return new ChangeRun(
        new ArmWrites(cloud, authentication, HttpClient::createDefault), Optional.empty());
  }

  /**
   * The same, with settings inside Windows made through WinRM in place of Run Command. Before the
   * first one is made, the computer that answers must name itself as Azure names the VM's.
   *
   * @param channel to the VM that the steps are about
   * @return what carries operations out
   */
  public ChangeRun guestThrough(WinRm channel) {
    return new ChangeRun(arm, Optional.of(channel));
  }

  /**
   * With a credential of the Azure SDK.
   *
   * @param credential asked for a token when the first request is sent
   * @param cloud which Azure; must be https
   * @return what carries operations out
   * @throws IllegalArgumentException if the cloud is http
   */
  public static ChangeRun of(TokenCredential credential, AzureCloud cloud) {
    if (!"https".equalsIgnoreCase(cloud.resourceManager().getScheme())) {
      throw new IllegalArgumentException("a credential needs an https URL of ARM");
    }
    return of(cloud, new ArmChallengeAuthenticationPolicy(credential, cloud.tokenScope()));
  }

  /**
   * With a plain bearer token.
   *
   * @param bearerToken sent as it is, to the cloud's ARM only
   * @param cloud which Azure
   * @return what carries operations out
   */
  public static ChangeRun of(Secret bearerToken, AzureCloud cloud) {
    return of(cloud, PlainToken.policy(bearerToken));
  }

  /**
   * Carries the steps of a journal out that are not done yet.
   *
   * @param journal of the plan
   * @param password for a step that sets one; never written anywhere but into the request
   * @param deadline when to be back
   * @param listener hears of each point
   * @return what was done, and what was taken back
   * @throws IOException if the journal cannot be written: nothing more is done then
   * @throws InterruptedException if the thread was interrupted; the journal says how far it was
   * @throws IllegalStateException if something of this plan was taken back before
   */
  public ChangeReport apply(
      Journal journal, Optional<Secret> password, Deadline deadline, ChangeListener listener)
      throws IOException, InterruptedException {
    if (journal.isTakenBack()) {
      throw new IllegalStateException(
          "this plan was taken back: make a new one, with a journal of its own");
    }
    List<StepOutcome> outcomes = new ArrayList<>();
    boolean stopped = false;
    for (ChangeStep step : journal.steps()) {
      StepOutcome outcome =
          stopped
              ? new StepOutcome(step.id(), step.operation().what(), Kind.NOT_BEGUN, "")
              : new OneStep(journal, step, false, password, deadline, listener).ensure();
      outcomes.add(outcome);
      stopped |= !outcome.goesOn();
    }
    return new ChangeReport(outcomes, stopped ? takeBack(journal, deadline, listener) : List.of());
  }

  /**
   * Takes back what a journal says was begun, last first.
   *
   * @param journal of an earlier run
   * @param deadline when to be back
   * @param listener hears of each point
   * @return what was taken back, and what was not and why
   * @throws IOException if the journal cannot be written: nothing more is done then
   * @throws InterruptedException if the thread was interrupted; the journal says how far it was
   */
  public ChangeReport rollback(Journal journal, Deadline deadline, ChangeListener listener)
      throws IOException, InterruptedException {
    return new ChangeReport(List.of(), takeBack(journal, deadline, listener));
  }

  private List<StepOutcome> takeBack(Journal journal, Deadline deadline, ChangeListener listener)
      throws IOException, InterruptedException {
    List<StepOutcome> taken = new ArrayList<>();
    List<ChangeStep> steps = journal.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      ChangeStep step = steps.get(i);
      Phase phase = journal.phase(step.id());
      if (phase == Phase.BEGUN || phase == Phase.DONE || phase == Phase.UNDO_BEGUN) {
        Optional<Operation> inverse = inverse(journal, step);
        taken.add(
            inverse.isEmpty()
                ? new StepOutcome(
                    step.id(),
                    step.operation().what(),
                    Kind.NOT_REVERSIBLE,
                    "nothing takes it back: " + step.operation().after())
                : new OneStep(
                        journal,
                        new ChangeStep(step.id(), inverse.get()),
                        true,
                        Optional.empty(),
                        deadline,
                        listener)
                    .ensure());
      }
    }
    return taken;
  }

  /** What was deleted comes back as it was found, which is more than a plan knows of it. */
  private static Optional<Operation> inverse(Journal journal, ChangeStep step) {
    Optional<Map<String, Object>> found = journal.found(step.id());
    return found.isPresent() && step.operation() instanceof ResourceChange deletion
        ? Optional.of(new ResourceChange(deletion.id(), Optional.empty(), found))
        : step.operation().inverse();
  }

  /** One step on its way, forwards or back. */
  private final class OneStep {
    private final Journal journal;
    private final ChangeStep step;
    private final boolean back;
    private final Act act;
    private final Deadline deadline;
    private final ChangeListener listener;

    OneStep(
        Journal journal,
        ChangeStep step,
        boolean back,
        Optional<Secret> password,
        Deadline deadline,
        ChangeListener listener) {
      this.journal = journal;
      this.step = step;
      this.back = back;
      this.act = Act.of(step.operation(), arm, password, winRm);
      this.deadline = deadline;
      this.listener = listener;
    }

    StepOutcome ensure() throws IOException, InterruptedException {
      Phase phase = journal.phase(step.id());
      if (!back && act.leavesNoTrace() && (phase == Phase.BEGUN || phase == Phase.DONE)) {
        return outcome(
            phase == Phase.DONE ? Kind.DONE : Kind.PERHAPS_DONE,
            phase == Phase.DONE ? "" : "an earlier run began it; it is not repeated");
      }
      try {
        return compared(settled(), phase);
      } catch (Refusal e) {
        return outcome(e.kind(), e.detail());
      } catch (StateUnknown e) {
        return outcome(Kind.UNKNOWN, "its state could not be read: " + e.getMessage());
      }
    }

    private StepOutcome compared(Stand stand, Phase phase)
        throws IOException, InterruptedException, Refusal, StateUnknown {
      reached(Point.COMPARED);
      boolean ours = phase == Phase.BEGUN || phase == Phase.DONE || phase == Phase.UNDO_BEGUN;
      return switch (stand.kind()) {
        case AFTER -> {
          if (ours) {
            journal.write(step.id(), back ? Phase.UNDONE : Phase.DONE, "found");
            yield outcome(back ? Kind.UNDONE : Kind.DONE, "found so");
          }
          yield outcome(Kind.ALREADY, stand.text());
        }
        case OTHER ->
            outcome(
                Kind.CHANGED_BY_OTHERS,
                "expected " + step.operation().before() + ", found: " + stand.text());
        case UNDER_WAY -> outcome(Kind.UNKNOWN, "still at work: " + stand.text());
        case BEFORE -> written(stand);
      };
    }

    private StepOutcome written(Stand stand)
        throws IOException, InterruptedException, StateUnknown {
      Phase begun = back ? Phase.UNDO_BEGUN : Phase.BEGUN;
      String what = step.operation().what();
      if (stand.found().isPresent() && !back) {
        journal.writeDeletion(step.id(), begun, what, stand.found().get());
      } else {
        journal.write(step.id(), begun, what);
      }
      reached(Point.INTENT_ON_DISK);
      String trouble;
      try {
        Reply reply = act.write(stand, deadline);
        reached(Point.SENT);
        if (reply.status() >= 400 && reply.status() < 500) {
          throw Refusal.of(reply, act.permission());
        }
        trouble = followed(reply);
      } catch (Refusal e) {
        if (!back) {
          journal.write(step.id(), Phase.NOT_DONE, e.detail());
        }
        return outcome(e.kind(), e.detail());
      } catch (IOException e) {
        // Sent and perhaps taken: the state tells.
        trouble = String.valueOf(e.getMessage());
      }
      return verified(trouble);
    }

    /** What went wrong while it was followed; the empty text for nothing. */
    private String followed(Reply reply) throws IOException, InterruptedException {
      if (reply.status() >= 500) {
        return reply.said();
      }
      return LongRunning.failure(LongRunning.end(arm, reply, deadline)).orElse("");
    }

    private StepOutcome verified(String trouble)
        throws IOException, InterruptedException, StateUnknown {
      if (act.leavesNoTrace()) {
        if (trouble.isEmpty()) {
          journal.write(step.id(), Phase.DONE, "");
          reached(Point.OUTCOME_ON_DISK);
          return outcome(Kind.DONE, "");
        }
        return outcome(Kind.PERHAPS_DONE, trouble);
      }
      Stand stand;
      try {
        stand = settled();
      } catch (Refusal e) {
        throw new StateUnknown(e.detail());
      }
      if (stand.kind() == Stand.Kind.AFTER) {
        reached(Point.VERIFIED);
        journal.write(step.id(), back ? Phase.UNDONE : Phase.DONE, trouble);
        reached(Point.OUTCOME_ON_DISK);
        return outcome(back ? Kind.UNDONE : Kind.DONE, "");
      }
      String why = trouble.isEmpty() ? "Azure took it" : trouble;
      if (stand.kind() == Stand.Kind.BEFORE) {
        if (!back) {
          journal.write(step.id(), Phase.NOT_DONE, why);
        }
        return outcome(Kind.FAILED, why + "; it is as before");
      }
      return outcome(
          stand.kind() == Stand.Kind.UNDER_WAY ? Kind.UNKNOWN : Kind.FAILED,
          why + "; found: " + stand.text());
    }

    /** The state once nothing is at work on it, or the last one before the deadline. */
    private Stand settled() throws InterruptedException, Refusal, StateUnknown {
      Duration interval = FIRST_LOOK;
      try {
        Stand stand = act.stand(deadline);
        while (stand.kind() == Stand.Kind.UNDER_WAY
            && deadline.remaining().compareTo(interval) > 0) {
          LongRunning.pause(interval, deadline);
          stand = act.stand(deadline);
          Duration longer = interval.multipliedBy(2);
          interval = longer.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : longer;
        }
        return stand;
      } catch (IOException e) {
        throw new StateUnknown(String.valueOf(e.getMessage()));
      }
    }

    private void reached(Point point) {
      listener.reached(step.id(), point, step.operation().what());
    }

    private StepOutcome outcome(Kind kind, String detail) {
      return new StepOutcome(step.id(), step.operation().what(), kind, detail);
    }
  }

  /** Whether it was done cannot be told now. */
  private static final class StateUnknown extends Exception {
    private static final long serialVersionUID = 1L;

    StateUnknown(String why) {
      super(why, null, false, false);
    }
  }
}
