package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.bundle.BundleFormatException;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.support.SupportTexts;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Texts for whoever helps. */
@Command(
    name = "support",
    mixinStandardHelpOptions = true,
    description = "Texts for a forum, an incident, or the re-creation of the VM. Sends nothing.")
final class SupportCommand {
  @ParentCommand RdpDiag parent;

  @Command(
      mixinStandardHelpOptions = true,
      description = "A question for Microsoft Q&A, Markdown, without names and public addresses.")
  int question(@Parameters(paramLabel = "BUNDLE") String bundle) {
    return print(bundle, SupportTexts::question);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "An incident's text: steps 1 to 5 as done with their result, or as not done.")
  int incident(@Parameters(paramLabel = "BUNDLE") String bundle) {
    return print(bundle, SupportTexts::incident);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "The body of Azure's request to create a support ticket, into a file.")
  int payload(
      @Parameters(paramLabel = "BUNDLE") String bundle,
      @Option(
              names = "--severity",
              defaultValue = "MINIMAL",
              description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
          SupportTexts.Severity severity,
      @Option(
              names = "--impact",
              required = true,
              paramLabel = "TEXT",
              description = "Who cannot work because of it.")
          String impact,
      @Option(
              names = "--output-file",
              paramLabel = "FILE",
              description = "Instead of standard output.")
          @Nullable String file) {
    String text = texts(bundle).payload(severity, impact);
    if (file == null) {
      parent.invocation().out().print(text);
      return ExitCode.WORKS;
    }
    WholeFile.write(file, text);
    return ExitCode.WORKS;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "How to re-create the VM from its disks, step by step. Does nothing.")
  int recreate(@Parameters(paramLabel = "BUNDLE") String bundle) {
    return print(bundle, SupportTexts::recreate);
  }

  private int print(String bundle, Function<SupportTexts, String> text) {
    parent.invocation().out().print(text.apply(texts(bundle)));
    return ExitCode.WORKS;
  }

  private static SupportTexts texts(String file) {
    try {
      return SupportTexts.of(EvidenceBundle.read(TargetArgument.path(file)));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (BundleFormatException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }
}
