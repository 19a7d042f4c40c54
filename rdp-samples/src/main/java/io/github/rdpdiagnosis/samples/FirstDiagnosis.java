package io.github.rdpdiagnosis.samples;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The README's first example: why does the connection that this .rdp file describes fail? */
public final class FirstDiagnosis {
  private FirstDiagnosis() {}

  /**
   * Diagnoses and prints.
   *
   * @param args the .rdp file
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    Diagnosis diagnosis =
        RdpDiagnosis.of(RdpFile.read(Path.of(args[0])))
            .clientError("Remote Desktop can't connect to the remote computer")
            .deadline(Duration.ofSeconds(30))
            .listener(ProgressListener.console())
            .run();

    System.out.println(diagnosis.summary());
    diagnosis.findings().forEach(f -> System.out.println(f.certainty() + " " + f.cause().title()));
    System.out.println(diagnosis.domain(FaultDomain.EDGE));
    System.out.println(Renderer.json().render(diagnosis));
  }
}
