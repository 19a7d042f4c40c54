package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.guest.CollectorScript;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The script that looks inside a VM, for people who want to read it or run it by hand. */
@Command(
    name = "guest-script",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the read-only PowerShell script of 'diagnose --allow-guest-run'.",
      "By hand: save it on the VM as collect.ps1 and run, as an administrator,",
      "powershell -ExecutionPolicy Bypass -File collect.ps1 -Limit 0 > guest.txt",
      "then 'rdpdiag diagnose … --guest-record guest.txt'.",
      "It has not yet run on any build of Windows."
    })
final class GuestScriptCommand implements Callable<Integer> {
  @ParentCommand RdpDiag parent;

  @Override
  public Integer call() {
    parent.invocation().out().print(CollectorScript.text());
    return ExitCode.WORKS;
  }
}
