package io.github.rdpdiagnosis.samples.change;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.change.ChangeListener;
import io.github.rdpdiagnosis.azure.change.ChangeRun;
import io.github.rdpdiagnosis.azure.change.Journal;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A process that carries the four steps out and stands still at one point, to be killed there. */
final class DyingRun {
  static final String HERE = "here";

  private DyingRun() {}

  /** Takes the URL of Azure, the VM's id, the journal, the step and the point. */
  public static void main(String[] args) throws Exception {
    ChangeListener.Point point = ChangeListener.Point.valueOf(args[4]);
    ChangeListener stopper =
        (step, reached, what) -> {
          if (step.equals(args[3]) && reached == point) {
            System.out.println(HERE);
            while (true) {
              LockSupport.park(); // until it is killed
            }
          }
        };
    ChangeRun run = ChangeRun.of(Secret.of("token"), AzureCloud.of(URI.create(args[0])));
    try (Journal journal =
        Journal.of(Path.of(args[2]), "hash", FourSteps.of(VmId.parse(args[1])))) {
      run.apply(journal, Optional.empty(), Deadline.in(Duration.ofMinutes(1)), stopper);
    }
  }
}
