package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/** Step 1, the automatic diagnosis: which of the five places is at fault, and which cause there? */
public final class Step1RunDiagnosis {
  private Step1RunDiagnosis() {}

  /**
   * Runs every check that the rights at hand allow, and prints the report.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a VM that is stopped
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.VM_STOPPED)) {
      Diagnosis diagnosis =
          RdpDiagnosis.of(place.file())
              .azure(place.azure())
              .deadline(Duration.ofSeconds(60))
              .listener(ProgressListener.console())
              .run();
      System.out.print(Renderer.text(100).render(diagnosis));
    }
  }
}
