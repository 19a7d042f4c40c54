package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A VM as ARM describes it. Texts are kept as ARM spells them, values this library has never heard
 * of included.
 *
 * @param id ARM id
 * @param name resource name
 * @param location region, such as {@code westeurope}
 * @param size such as {@code Standard_D2s_v5}
 * @param osType {@code Windows} or {@code Linux}
 * @param computerName the name that the guest reports through its agent, else the one it was given
 *     when it was made
 * @param powerState such as {@code running}, {@code stopped} (still billed) or {@code deallocated}
 * @param provisioningState such as {@code Succeeded}, {@code Updating} or {@code Failed}
 * @param agentStatus display status of the guest agent, such as {@code Ready} or {@code Not Ready};
 *     absent for a VM that is off
 * @param agentMessage what the agent's status says beyond that
 * @param networkInterfaces its NICs, in ARM's order
 */
public record VirtualMachine(
    String id,
    String name,
    Optional<String> location,
    Optional<String> size,
    Optional<String> osType,
    Optional<String> computerName,
    Optional<String> powerState,
    Optional<String> provisioningState,
    Optional<String> agentStatus,
    Optional<String> agentMessage,
    List<NetworkInterfaceReference> networkInterfaces) {
  /** Copies the list. */
  public VirtualMachine {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    networkInterfaces = List.copyOf(networkInterfaces);
  }

  /**
   * A VM's link to one of its NICs.
   *
   * @param id ARM id of the NIC
   * @param primary whether it is the VM's first NIC; ARM leaves it out where there is only one
   */
  public record NetworkInterfaceReference(String id, Optional<Boolean> primary) {
    /** Checks that nothing is missing. */
    public NetworkInterfaceReference {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(primary, "primary");
    }
  }

  /**
   * Whether Azure says that the VM is running.
   *
   * @return empty where ARM gave no power state
   */
  public Optional<Boolean> isRunning() {
    return powerState.map(state -> state.toLowerCase(Locale.ROOT).equals("running"));
  }
}
