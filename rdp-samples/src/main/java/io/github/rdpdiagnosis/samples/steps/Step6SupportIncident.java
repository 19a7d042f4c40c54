package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.support.SupportTexts;
import io.github.rdpdiagnosis.samples.PlantedFault;

/**
 * Step 6, open a support incident: the method offers to make the VM anew from its disks first; then
 * the incident's text, with steps 1 to 5 as done or not done.
 */
public final class Step6SupportIncident {
  private Step6SupportIncident() {}

  /**
   * Diagnoses, and prints both texts. Nothing is opened, and nothing is changed.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a VM whose service hangs
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.SERVICE_HUNG)) {
      Diagnosis diagnosis = RdpDiagnosis.of(place.file()).azure(place.azure()).run();
      SupportTexts texts = SupportTexts.of(EvidenceBundle.of(diagnosis));
      System.out.println(texts.recreate());
      System.out.println(texts.incident());
    }
  }
}
