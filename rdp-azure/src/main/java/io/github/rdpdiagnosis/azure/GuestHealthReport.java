package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What Windows says of itself in the serial log: the "VM Health Report" that the guest agent writes
 * there every few minutes while the Special Administration Console is off. It needs no channel into
 * the guest. Texts are as the report spells them; what a report leaves out is absent here, which
 * says nothing of the guest.
 *
 * @param at when the guest wrote it, by the guest's own clock
 * @param adapters its network adapters
 * @param services the services that it names
 * @param remoteDesktop the state of Remote Desktop
 * @param accounts the state of its administrators' accounts
 * @param domainRole such as {@code StandaloneServer}, {@code MemberServer} or {@code
 *     PrimaryDomainController}
 */
public record GuestHealthReport(
    Optional<Instant> at,
    List<Adapter> adapters,
    List<Service> services,
    RemoteDesktop remoteDesktop,
    Accounts accounts,
    Optional<String> domainRole) {
  /** Copies the lists. */
  public GuestHealthReport {
    Objects.requireNonNull(at, "at");
    adapters = List.copyOf(adapters);
    services = List.copyOf(services);
    Objects.requireNonNull(remoteDesktop, "remoteDesktop");
    Objects.requireNonNull(accounts, "accounts");
    Objects.requireNonNull(domainRole, "domainRole");
  }

  /**
   * A network adapter.
   *
   * @param name as the guest calls it
   * @param status such as {@code Up} or {@code Down}
   * @param macAddress such as {@code 00-0D-3A-A7-71-D0}
   * @param addresses its addresses
   */
  public record Adapter(
      String name,
      Optional<String> status,
      Optional<String> macAddress,
      List<AdapterAddress> addresses) {
    /** Copies the list. */
    public Adapter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(macAddress, "macAddress");
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * An address of an adapter.
   *
   * @param address the literal, without a zone
   * @param dhcp whether the adapter takes its address of this version from DHCP
   */
  public record AdapterAddress(String address, Optional<Boolean> dhcp) {
    /** Checks that nothing is missing. */
    public AdapterAddress {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(dhcp, "dhcp");
    }
  }

  /**
   * A service.
   *
   * @param name such as {@code TermService}
   * @param state such as {@code Running} or {@code Stopped}
   */
  public record Service(String name, Optional<String> state) {
    /** Checks that nothing is missing. */
    public Service {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(state, "state");
    }
  }

  /**
   * The state of Remote Desktop.
   *
   * @param enabled whether connections are allowed
   * @param port the port that the listener is set to
   * @param firewallAccess what Windows Firewall does with that port, such as {@code Allowed} or
   *     {@code Blocked}
   * @param allowedUsers who may sign in; an empty list says that nobody was found
   * @param maxConnections the most connections that the listener takes
   * @param licensingStatus state of Remote Desktop licensing
   */
  public record RemoteDesktop(
      Optional<Boolean> enabled,
      Optional<Integer> port,
      Optional<String> firewallAccess,
      Optional<List<String>> allowedUsers,
      Optional<Long> maxConnections,
      Optional<String> licensingStatus) {
    /** Copies the list. */
    public RemoteDesktop {
      Objects.requireNonNull(enabled, "enabled");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(firewallAccess, "firewallAccess");
      allowedUsers = allowedUsers.map(List::copyOf);
      Objects.requireNonNull(maxConnections, "maxConnections");
      Objects.requireNonNull(licensingStatus, "licensingStatus");
    }
  }

  /**
   * The state of administrators' accounts.
   *
   * @param administratorDisabled whether one is disabled
   * @param administratorPasswordExpired whether the password of one has expired
   */
  public record Accounts(
      Optional<Boolean> administratorDisabled, Optional<Boolean> administratorPasswordExpired) {
    /** Checks that nothing is missing. */
    public Accounts {
      Objects.requireNonNull(administratorDisabled, "administratorDisabled");
      Objects.requireNonNull(administratorPasswordExpired, "administratorPasswordExpired");
    }
  }
}
