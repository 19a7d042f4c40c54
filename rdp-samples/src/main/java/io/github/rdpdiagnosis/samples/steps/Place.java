package io.github.rdpdiagnosis.samples.steps;

import com.azure.identity.DefaultAzureCredentialBuilder;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import io.github.rdpdiagnosis.samples.PlantedFault;
import io.github.rdpdiagnosis.samples.WinRmStub;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a program looks at: the .rdp file and the VM that its arguments name, or without arguments a
 * made-up VM on loopback with a planted fault.
 */
final class Place implements AutoCloseable {
  private final RdpFile file;
  private final VmReader reader;
  private final VmId vm;
  private final Supplier<WinRm> winRm;
  private final List<Runnable> made = new ArrayList<>();

  private Place(
      RdpFile file, VmReader reader, VmId vm, Supplier<WinRm> winRm, List<Runnable> made) {
    this.file = file;
    this.reader = reader;
    this.vm = vm;
    this.winRm = winRm;
    this.made.addAll(made);
  }

  /**
   * {@code FILE.rdp VM-ID}, with the default Azure credentials; or nothing, and a planted fault.
   * Programs that use WinRM take {@code HOST USER THUMBPRINT} after these.
   */
  static Place of(String[] args, PlantedFault otherwise) throws IOException {
    if (args.length == 0) {
      return planted(otherwise);
    }
    if (args.length != 2 && args.length != 5) {
      throw new IllegalArgumentException(
          "expected FILE.rdp VM-ID, and for WinRM HOST USER THUMBPRINT; or nothing for the demo");
    }
    return new Place(
        RdpFile.read(Path.of(args[0])),
        VmReader.of(new DefaultAzureCredentialBuilder().build(), AzureCloud.PUBLIC),
        VmId.parse(args[1]),
        () -> asked(args),
        List.of());
  }

  private static WinRm asked(String[] args) {
    if (args.length != 5) {
      throw new IllegalArgumentException("expected FILE.rdp VM-ID HOST USER THUMBPRINT");
    }
    Console console = Objects.requireNonNull(System.console(), "a console to ask at");
    Secret password = Secret.of(new String(console.readPassword("Password of %s: ", args[3])));
    return WinRm.of(
        args[2],
        WinRm.HTTPS,
        Thumbprint.parse(args[4]),
        WinRm.Authentication.NTLM,
        args[3],
        password);
  }

  private static Place planted(PlantedFault fault) {
    ArmStub azure = ArmStub.start();
    ScriptedPeer peer = ScriptedPeer.start(fault.peer());
    ArmStub.StubVm vm = azure.vm(fault.id(), "127.0.0.1", peer.port());
    fault.plantIn(vm);
    WinRmStub service = WinRmStub.start(fault.id(), "demo", "demo", vm::runScript);
    String text = "full address:s:127.0.0.1:" + peer.port() + "\r\n" + fault.rdpLines();
    return new Place(
        RdpFile.parse(text.getBytes(StandardCharsets.US_ASCII)),
        VmReader.of(Secret.of("demo"), AzureCloud.of(azure.url())),
        VmId.parse(vm.id()),
        () ->
            WinRm.of(
                "127.0.0.1",
                new Port(service.port()),
                service.thumbprint(),
                WinRm.Authentication.NTLM,
                "demo",
                Secret.of("demo")),
        List.of(service::close, peer::close, azure::close));
  }

  RdpFile file() {
    return file;
  }

  VmReader reader() {
    return reader;
  }

  VmId vm() {
    return vm;
  }

  AzureVm azure() {
    return AzureVm.of(reader, vm);
  }

  WinRm winRm() {
    return winRm.get();
  }

  @Override
  public void close() {
    for (Runnable each : made) {
      each.run();
    }
  }
}
