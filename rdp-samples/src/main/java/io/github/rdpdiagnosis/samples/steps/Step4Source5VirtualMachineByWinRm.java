package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/**
 * Source 5, the VM itself, where Run Command cannot be had: the same script through WinRM over
 * HTTPS, in place of Get-AzureWinRMUri and Enter-PSSession. The certificate's thumbprint says which
 * machine it is; the password is sent once.
 */
public final class Step4Source5VirtualMachineByWinRm {
  private Step4Source5VirtualMachineByWinRm() {}

  /**
   * Runs the read-only script in the guest and prints what it says of the terminal server.
   *
   * @param args {@code FILE.rdp VM-ID HOST USER THUMBPRINT}, and the password is asked for; or
   *     nothing for a VM whose policy denies connections
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.GUEST_DENIES)) {
      WinRm winRm = place.winRm();
      Diagnosis diagnosis =
          RdpDiagnosis.of(place.file())
              .azure(place.azure())
              .allowGuestRun(winRm)
              .deadline(Duration.ofMinutes(3))
              .run();
      System.out.println(winRm);
      System.out.println(diagnosis.summary());
      for (Finding finding : diagnosis.findings()) {
        System.out.println(finding.cause().id() + " " + finding.certainty());
      }
      for (Observation seen : diagnosis.checks()) {
        if (seen.id().toString().equals("guest/terminal-server")) {
          System.out.println(seen.id() + " " + seen.status().kind());
          seen.facts().json().entrySet().forEach(fact -> System.out.println("  " + fact));
        }
      }
    }
  }
}
