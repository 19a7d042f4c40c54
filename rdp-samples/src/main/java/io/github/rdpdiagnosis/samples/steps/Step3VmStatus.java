package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotListener;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/** Step 3, the VM's status: does it run, and what does Azure say of its health? */
public final class Step3VmStatus {
  private Step3VmStatus() {}

  /**
   * Reads the VM and prints its state. Starting, restarting and resizing are acts: {@code rdpdiag
   * plan} shows them, {@code rdpdiag apply} does them.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a VM that is stopped
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.VM_STOPPED)) {
      VmSnapshot snapshot =
          place
              .reader()
              .read(
                  place.vm(),
                  SnapshotScope.thorough(),
                  Deadline.in(Duration.ofSeconds(60)),
                  SnapshotListener.NONE);
      if (snapshot.vm() instanceof Reading.Known<VirtualMachine> known) {
        VirtualMachine vm = known.value();
        System.out.println(vm.name() + ", " + vm.size().orElse("size not known"));
        vm.isRunning()
            .ifPresentOrElse(
                running -> System.out.println(running ? "runs" : "does not run: start it"),
                () -> System.out.println("Azure gives no power state"));
      } else {
        System.out.println("the VM: " + snapshot.vm());
      }
      System.out.println("resource health: " + snapshot.ofVm(SnapshotPart.RESOURCE_HEALTH));
    }
  }
}
