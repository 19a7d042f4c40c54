package io.github.rdpdiagnosis.samples;

import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.RunningDiagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plants faults in a made-up Azure and RDP endpoints on loopback, diagnoses each, and says whether
 * it was found. Needs no account, no rights and no network.
 */
public final class Demo {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final PrintStream out;
  private final Renderer renderer;

  private Demo(PrintStream out, int width) {
    this.out = out;
    this.renderer = Renderer.text(width);
  }

  /**
   * Runs all planted faults.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (!run(out, 100, List.of(PlantedFault.values()))) {
      throw new IllegalStateException(
          "a planted fault was not diagnosed as it should be: see above");
    }
  }

  /**
   * Plants each fault, diagnoses it and prints the report.
   *
   * @param out where to
   * @param width columns
   * @param faults what to plant, one after the other
   * @return whether each was diagnosed as it should be
   */
  public static boolean run(PrintStream out, int width, List<PlantedFault> faults) {
    return new Demo(out, width).run(faults);
  }

  /** A fault that is planted and being diagnosed. */
  private record Planted(PlantedFault fault, ScriptedPeer peer, RunningDiagnosis diagnosis) {}

  private boolean run(List<PlantedFault> faults) {
    List<Planted> planted = new ArrayList<>();
    int right = 0;
    try (ArmStub azure = ArmStub.start()) {
      VmReader reader = VmReader.of(Secret.of("demo"), AzureCloud.of(azure.url()));
      for (PlantedFault fault : faults) {
        planted.add(plant(azure, reader, fault));
      }
      for (Planted p : planted) {
        right += report(p) ? 1 : 0;
      }
    } finally {
      planted.forEach(p -> p.peer().close());
    }
    out.println(right + " of " + faults.size() + " diagnosed as they should be.");
    return right == faults.size();
  }

  private static Planted plant(ArmStub azure, VmReader reader, PlantedFault fault) {
    ScriptedPeer peer = ScriptedPeer.start(fault.peer());
    ArmStub.StubVm vm = azure.vm(fault.id(), "127.0.0.1", peer.port());
    fault.plantIn(vm);
    String file = "full address:s:127.0.0.1:" + peer.port() + "\r\n" + fault.rdpLines();
    RdpDiagnosis diagnosis =
        RdpDiagnosis.of(RdpFile.parse(file.getBytes(StandardCharsets.US_ASCII)))
            .named(fault.id() + ".rdp")
            .azure(AzureVm.of(reader, VmId.parse(vm.id())))
            .deadline(DEADLINE);
    if (fault.guestRun()) {
      diagnosis.allowGuestRun();
    }
    return new Planted(fault, peer, diagnosis.start());
  }

  private boolean report(Planted planted) {
    PlantedFault fault = planted.fault();
    Diagnosis diagnosis = planted.diagnosis().await();
    boolean found =
        fault.cause().isEmpty()
            || diagnosis.findings().stream()
                .limit(3)
                .anyMatch(
                    f ->
                        f.cause().id().equals(fault.cause())
                            && fault.certainty().filter(f.certainty()::equals).isPresent());
    boolean right = found && diagnosis.verdict() == fault.verdict();
    out.println("=".repeat(80));
    out.println("Planted (" + fault.id() + "): " + fault.planted());
    out.println("=".repeat(80));
    out.print(renderer.render(diagnosis));
    out.println();
    out.println(
        (right ? "As it should be: " : "NOT AS IT SHOULD BE, expected: ")
            + fault.verdict()
            + (fault.verdict() == Verdict.WORKS
                ? ""
                : " with " + fault.cause() + " " + fault.certainty().orElseThrow()));
    out.println();
    return right;
  }
}
