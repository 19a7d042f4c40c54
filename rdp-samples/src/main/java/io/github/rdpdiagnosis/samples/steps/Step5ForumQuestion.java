package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.support.SupportTexts;
import io.github.rdpdiagnosis.samples.PlantedFault;

/**
 * Step 5, ask a forum: what was seen as the text of a question that anybody may read, without names
 * and public addresses.
 */
public final class Step5ForumQuestion {
  private Step5ForumQuestion() {}

  /**
   * Diagnoses, and prints the question. Nothing is posted.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a VM whose service hangs
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.SERVICE_HUNG)) {
      Diagnosis diagnosis = RdpDiagnosis.of(place.file()).azure(place.azure()).run();
      System.out.println(SupportTexts.of(EvidenceBundle.of(diagnosis)).question());
    }
  }
}
