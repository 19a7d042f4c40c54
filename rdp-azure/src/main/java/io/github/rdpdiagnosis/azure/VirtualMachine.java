package io.github.rdpdiagnosis.azure;

import java.time.Instant;
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
 * @param osProfile what was set when the guest was made; absent for specialised disks
 * @param placement where it runs
 * @param instanceView its state at run time; absent where ARM gave none
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
    List<NetworkInterfaceReference> networkInterfaces,
    Optional<OsProfile> osProfile,
    Optional<Placement> placement,
    Optional<InstanceView> instanceView) {
  /** Copies the list. */
  public VirtualMachine {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    networkInterfaces = List.copyOf(networkInterfaces);
    Objects.requireNonNull(osProfile, "osProfile");
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(instanceView, "instanceView");
  }

  /**
   * What was set when the guest was made. Passwords never come back.
   *
   * @param computerName name given to the guest
   * @param adminUsername the first administrator; it may have been renamed since
   * @param provisionVmAgent whether the guest agent was to be installed
   * @param allowExtensionOperations whether extensions, such as VMAccess, are allowed
   */
  public record OsProfile(
      Optional<String> computerName,
      Optional<String> adminUsername,
      Optional<Boolean> provisionVmAgent,
      Optional<Boolean> allowExtensionOperations) {
    /** Checks that nothing is missing. */
    public OsProfile {
      Objects.requireNonNull(computerName, "computerName");
      Objects.requireNonNull(adminUsername, "adminUsername");
      Objects.requireNonNull(provisionVmAgent, "provisionVmAgent");
      Objects.requireNonNull(allowExtensionOperations, "allowExtensionOperations");
    }
  }

  /**
   * Where a VM runs, and under which conditions.
   *
   * @param zones availability zones
   * @param availabilitySetId ARM id of its availability set
   * @param scaleSetId ARM id of the scale set that it belongs to
   * @param priority {@code Regular} or {@code Spot}: a Spot VM may be evicted at any time
   * @param evictionPolicy what becomes of an evicted one: {@code Deallocate} or {@code Delete}
   * @param image publisher, offer and SKU of the image that it was made from, with colons between
   */
  public record Placement(
      List<String> zones,
      Optional<String> availabilitySetId,
      Optional<String> scaleSetId,
      Optional<String> priority,
      Optional<String> evictionPolicy,
      Optional<String> image) {
    /** Copies the list. */
    public Placement {
      zones = List.copyOf(zones);
      Objects.requireNonNull(availabilitySetId, "availabilitySetId");
      Objects.requireNonNull(scaleSetId, "scaleSetId");
      Objects.requireNonNull(priority, "priority");
      Objects.requireNonNull(evictionPolicy, "evictionPolicy");
      Objects.requireNonNull(image, "image");
    }
  }

  /**
   * A VM's state at run time.
   *
   * @param osName as the guest's agent reports it
   * @param osVersion as the guest's agent reports it
   * @param agentVersion version of the guest agent; {@code Unknown} while it does not report
   * @param agentStatuses what the agent reports
   * @param statuses power and provisioning, with the message of a failure
   * @param bootDiagnosticsEnabled whether boot diagnostics are on
   * @param maintenance planned maintenance, where some is due or was done
   */
  public record InstanceView(
      Optional<String> osName,
      Optional<String> osVersion,
      Optional<String> agentVersion,
      List<StatusEntry> agentStatuses,
      List<StatusEntry> statuses,
      Optional<Boolean> bootDiagnosticsEnabled,
      Optional<Maintenance> maintenance) {
    /** Copies the lists. */
    public InstanceView {
      Objects.requireNonNull(osName, "osName");
      Objects.requireNonNull(osVersion, "osVersion");
      Objects.requireNonNull(agentVersion, "agentVersion");
      agentStatuses = List.copyOf(agentStatuses);
      statuses = List.copyOf(statuses);
      Objects.requireNonNull(bootDiagnosticsEnabled, "bootDiagnosticsEnabled");
      Objects.requireNonNull(maintenance, "maintenance");
    }
  }

  /**
   * Planned maintenance of the host.
   *
   * @param customerMayStart whether it may be started by hand now
   * @param windowStart begin of the maintenance window of the platform
   * @param windowEnd end of that window
   * @param lastResult such as {@code None}, {@code MaintenanceCompleted} or {@code
   *     MaintenanceAborted}
   */
  public record Maintenance(
      Optional<Boolean> customerMayStart,
      Optional<Instant> windowStart,
      Optional<Instant> windowEnd,
      Optional<String> lastResult) {
    /** Checks that nothing is missing. */
    public Maintenance {
      Objects.requireNonNull(customerMayStart, "customerMayStart");
      Objects.requireNonNull(windowStart, "windowStart");
      Objects.requireNonNull(windowEnd, "windowEnd");
      Objects.requireNonNull(lastResult, "lastResult");
    }
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
