package io.github.rdpdiagnosis.samples.steps;

import com.azure.identity.DefaultAzureCredentialBuilder;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.ArmStub;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program looks at: the .rdp file and the VM that its arguments name, or without arguments a
 * made-up VM on loopback with a planted fault.
 */
final class Place implements AutoCloseable {
  private final RdpFile file;
  private final VmReader reader;
  private final VmId vm;
  private final List<Runnable> made = new ArrayList<>();

  private Place(RdpFile file, VmReader reader, VmId vm, List<Runnable> made) {
    this.file = file;
    this.reader = reader;
    this.vm = vm;
    this.made.addAll(made);
  }

  /**
   * {@code FILE.rdp VM-ID}, with the default Azure credentials; or nothing, and a planted fault.
   */
  static Place of(String[] args, PlantedFault otherwise) throws IOException {
    if (args.length == 0) {
      return planted(otherwise);
    }
    if (args.length != 2) {
      throw new IllegalArgumentException("expected FILE.rdp VM-ID, or nothing for the demo");
    }
    return new Place(
        RdpFile.read(Path.of(args[0])),
        VmReader.of(new DefaultAzureCredentialBuilder().build(), AzureCloud.PUBLIC),
        VmId.parse(args[1]),
        List.of());
  }

  private static Place planted(PlantedFault fault) {
    ArmStub azure = ArmStub.start();
    ScriptedPeer peer = ScriptedPeer.start(fault.peer());
    ArmStub.StubVm vm = azure.vm(fault.id(), "127.0.0.1", peer.port());
    fault.plantIn(vm);
    String text = "full address:s:127.0.0.1:" + peer.port() + "\r\n" + fault.rdpLines();
    return new Place(
        RdpFile.parse(text.getBytes(StandardCharsets.US_ASCII)),
        VmReader.of(Secret.of("demo"), AzureCloud.of(azure.url())),
        VmId.parse(vm.id()),
        List.of(peer::close, azure::close));
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

  @Override
  public void close() {
    for (Runnable each : made) {
      each.run();
    }
  }
}
