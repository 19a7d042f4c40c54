package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.diagnosis.ValidTargets;
import io.github.rdpdiagnosis.diagnosis.ValidTargets.ValidTarget;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpEdit;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpFileBuilder;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An .rdp file with the address and port at which Azure's data says that the VM can be reached;
 * everything else in it stays, byte for byte.
 *
 * @param target where it leads now
 * @param edit the file, and what its user has to know
 * @param changes each changed line, before and after
 */
public record RewrittenFile(RdpTarget target, RdpEdit edit, List<String> changes) {
  private static final String ADDRESS = "full address";
  private static final String OTHER_ADDRESS = "alternate full address";
  private static final String PORT = "server port";

  /** Copies the list. */
  public RewrittenFile {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(edit, "edit");
    changes = List.copyOf(changes);
  }

  /**
   * Rewrites a file.
   *
   * @param file as it is
   * @param result a diagnosis of a VM, as JSON
   * @param name what the user knows the result as
   * @return empty where the diagnosis holds no address of the VM
   * @throws JsonDocumentException if it is no result
   */
  public static Optional<RewrittenFile> of(RdpFile file, byte[] result, String name) {
    return target(Diagnosed.read(result, name))
        .flatMap(ValidTarget::target)
        .map(to -> new RewrittenFile(to, edit(file, to), changes(file, to)));
  }

  /** Where to connect to: a public place before a private one. */
  static Optional<ValidTarget> target(Diagnosed diagnosed) {
    Port guest =
        diagnosed
            .fact(Vantage.GUEST, GuestFacts.LISTENER_PORT)
            .filter(port -> port > 0 && port <= 65_535)
            .map(port -> new Port(Math.toIntExact(port)))
            .orElse(Port.RDP);
    return diagnosed.fact(Vantage.AZURE, AzureFacts.SNAPSHOT).stream()
        .flatMap(snapshot -> ValidTargets.of(snapshot, guest).targets().stream())
        .filter(each -> each.target().isPresent())
        .findFirst();
  }

  private static RdpEdit edit(RdpFile file, RdpTarget to) {
    RdpFileBuilder builder = file.toBuilder().set(ADDRESS, to.toString());
    if (file.setting(PORT).isPresent()) {
      builder.set(PORT, to.port().number());
    }
    return builder.remove(OTHER_ADDRESS).build();
  }

  private static List<String> changes(RdpFile file, RdpTarget to) {
    List<String> changes = new ArrayList<>();
    changes.add(
        file.string(ADDRESS).map(old -> ADDRESS + ":s:" + old).orElse("no " + ADDRESS)
            + " -> "
            + ADDRESS
            + ":s:"
            + to);
    if (file.setting(PORT).isPresent()) {
      changes.add(
          file.integer(PORT).stream().mapToObj(old -> PORT + ":i:" + old).findFirst().orElse(PORT)
              + " -> "
              + PORT
              + ":i:"
              + to.port());
    }
    file.string(OTHER_ADDRESS)
        .ifPresent(old -> changes.add(OTHER_ADDRESS + ":s:" + old + " -> left out"));
    return changes;
  }
}
