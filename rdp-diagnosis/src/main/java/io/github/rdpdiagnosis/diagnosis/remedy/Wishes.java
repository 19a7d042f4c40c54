package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan is to hold beyond what follows from the findings. Immutable.
 *
 * @param clients addresses, as Azure sees them, that are to be let in; empty for those that the
 *     diagnosis was given
 * @param actions what else is to be done
 * @param size the VM's size afterwards
 * @param passwordOf the account whose password is set
 * @param remoteDesktopUser who is put into the group Remote Desktop Users
 * @param removedRule name or ARM id of a rule of a network security group that is to go
 * @param publicIp ARM id of a public IP address for the VM's NIC
 */
public record Wishes(
    List<IpAddress> clients,
    Set<Action> actions,
    Optional<String> size,
    Optional<String> passwordOf,
    Optional<String> remoteDesktopUser,
    Optional<String> removedRule,
    Optional<String> publicIp) {
  /** Nothing beyond the findings. */
  public static final Wishes NONE =
      new Wishes(List.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /** What can be asked for by name. */
  public enum Action {
    /** Restart Windows. */
    RESTART,
    /** Move the VM to another host. */
    REDEPLOY,
    /** Put the Remote Desktop configuration back, through VMAccess. */
    RESET_RDP,
    /** Network Level Authentication on. */
    NLA_ON,
    /** Windows Firewall on in each profile, after the rule that lets Remote Desktop in. */
    FIREWALL_ON,
    /**
     * Network Level Authentication off for a time, where nothing else in the plan mends a sign-in
     * that cannot reach a domain controller. It weakens the VM, and has to be taken back.
     */
    NLA_OFF_FOR_A_TIME,
    /** In words: make the VM anew and keep its disks. */
    RECREATE,
    /** In words: a throw-away VM to look from, and how it is deleted. */
    VANTAGE_VM
  }

  /**
   * Without wishes about the network.
   *
   * @param clients addresses that are to be let in
   * @param actions what else is to be done
   * @param size the VM's size afterwards
   * @param passwordOf the account whose password is set
   * @param remoteDesktopUser who is put into the group Remote Desktop Users
   */
  public Wishes(
      List<IpAddress> clients,
      Set<Action> actions,
      Optional<String> size,
      Optional<String> passwordOf,
      Optional<String> remoteDesktopUser) {
    this(clients, actions, size, passwordOf, remoteDesktopUser, Optional.empty(), Optional.empty());
  }

  /** Copies the collections. */
  public Wishes {
    clients = List.copyOf(clients);
    actions = Set.copyOf(actions);
  }
}
