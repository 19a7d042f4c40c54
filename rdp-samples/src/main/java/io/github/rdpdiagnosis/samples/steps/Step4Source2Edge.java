package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.nio.file.Path;
import java.time.Duration;

/** Source 2, the edge of the network: does it fail from here only, or from elsewhere as well? */
public final class Step4Source2Edge {
  private Step4Source2Edge() {}

  /**
   * Compares what is seen from here with what {@code rdpdiag probe --output json} saw elsewhere,
   * for instance on a computer that is directly connected to the Internet.
   *
   * @param args {@code FILE.rdp VM-ID EVIDENCE.json}, or nothing for a service that hangs, seen
   *     from one place under two names
   * @throws Exception if a file cannot be read
   */
  public static void main(String[] args) throws Exception {
    String[] target = args.length == 3 ? new String[] {args[0], args[1]} : args;
    try (Place place = Place.of(target, PlantedFault.SERVICE_HUNG)) {
      Evidence elsewhere =
          args.length == 3
              ? Evidence.read(Path.of(args[2]))
              : Evidence.probe(
                  new Vantage("elsewhere"),
                  place.file().target(),
                  Duration.ofSeconds(30),
                  ProgressListener.NONE);
      Diagnosis diagnosis = RdpDiagnosis.of(place.file()).evidence(elsewhere).run();
      System.out.println(diagnosis.summary());
      for (DomainVerdict each : diagnosis.domains()) {
        System.out.println(each.domain() + " " + each.status() + " " + each.because());
      }
    }
  }
}
