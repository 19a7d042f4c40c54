package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.BundleFormatException;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The same diagnosis again, from a bundle. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Comes to the diagnosis of a bundle again, from what it holds alone; asks nobody anything.")
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Parameters(paramLabel = "BUNDLE", description = "What 'rdpdiag diagnose --bundle' wrote.")
  String file;

  @Mixin ReportOption output;

  @Override
  public Integer call() {
    Renderer renderer = output.renderer();
    try {
      EvidenceBundle bundle = EvidenceBundle.read(TargetArgument.path(file));
      Diagnosis diagnosis = bundle.replay();
      boolean same =
          bundle.recordedResult().filter(Renderer.json().render(diagnosis)::equals).isPresent();
      if (!same) {
        parent
            .invocation()
            .err()
            .println("rdpdiag: this version comes to another result than the recorded one");
      }
      output.print(parent.invocation().out(), renderer.render(diagnosis));
      return renderer.exitStatus(diagnosis);
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (BundleFormatException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }
}
