package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/**
 * Source 5, the VM itself: the service, its port, fDenyTSConnections, the firewall and PortNumber,
 * read by a script through Run Command.
 */
public final class Step4Source5VirtualMachine {
  private Step4Source5VirtualMachine() {}

  /**
   * Runs the read-only script in the guest and prints what it read.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a VM whose policy denies connections
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.GUEST_DENIES)) {
      Diagnosis diagnosis =
          RdpDiagnosis.of(place.file())
              .azure(place.azure())
              .allowGuestRun()
              .deadline(Duration.ofMinutes(3))
              .run();
      DomainVerdict vm = diagnosis.domain(FaultDomain.VM);
      System.out.println(diagnosis.summary());
      System.out.println(vm.domain() + " " + vm.status() + " " + vm.because());
      for (Observation seen : diagnosis.checks()) {
        if (seen.vantage().name().equals("guest")) {
          System.out.println(seen.id() + " " + seen.status().kind());
          seen.facts().json().entrySet().stream()
              .filter(fact -> !fact.getKey().equals("guest.script"))
              .forEach(fact -> System.out.println("  " + fact));
        }
      }
    }
  }
}
