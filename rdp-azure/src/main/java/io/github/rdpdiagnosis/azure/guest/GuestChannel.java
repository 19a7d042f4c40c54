package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.Optional;

/**
 * A way to run the collector inside a guest. Running a script there is execution, so a channel is
 * made and used only with the caller's leave. The collector itself changes nothing.
 */
public interface GuestChannel {
  /**
   * Runs the collector and reads its record. Blocks, within the deadline.
   *
   * @param request which sections, and what counts as the probe's own events
   * @param deadline when to be back
   * @return the record, or why there is none; never an exception for what goes wrong at the guest
   * @throws InterruptedException if the thread was interrupted
   */
  GuestReading collect(CollectorRequest request, Deadline deadline) throws InterruptedException;

  /**
   * The host that the caller named. It may be any computer: what is read there counts as the VM's
   * only if its hardware address is.
   *
   * @return host and port; empty where the way itself leads to the VM, as Azure's own does
   */
  default Optional<String> host() {
    return Optional.empty();
  }
}
