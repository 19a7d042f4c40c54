package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.ManagementLock;
import io.github.rdpdiagnosis.azure.PublicIpAddress;
import io.github.rdpdiagnosis.azure.Reading;
import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.azure.VirtualMachine;
import io.github.rdpdiagnosis.azure.VirtualMachineExtension;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.change.GuestChange;
import io.github.rdpdiagnosis.azure.change.GuestSetting;
import io.github.rdpdiagnosis.azure.change.Operation;
import io.github.rdpdiagnosis.azure.change.PowerChange;
import io.github.rdpdiagnosis.azure.change.RemoteDesktopReset;
import io.github.rdpdiagnosis.azure.change.SizeChange;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts a plan together: mildest steps that open a way first, then what has to be done by hand. */
final class Planner {
  private static final FactKey<List<String>> EGRESS =
      new FactKey<>("client.egress", FactType.STRINGS);
  private static final String NO_STEP = "nothing is carried out: people do this themselves";

  private final Diagnosed diagnosed;
  private final Wishes wishes;
  private final Optional<VmSnapshot> snapshot;

  /** The VM that can be changed; an instance of a uniform scale set is changed through the set. */
  private final Optional<VmId> vm;

  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Planner(Diagnosed diagnosed, Wishes wishes) {
    this.diagnosed = diagnosed;
    this.wishes = wishes;
    this.snapshot = diagnosed.fact(Vantage.AZURE, AzureFacts.SNAPSHOT);
    Optional<VmId> diagnosedVm = diagnosed.vmId().map(VmId::parse);
    this.vm = diagnosedVm.filter(id -> id.scaleSet().isEmpty());
    diagnosedVm
        .flatMap(VmId::scaleSet)
        .ifPresent(
            set ->
                notes.add(
                    "the VM is an instance of the uniform scale set "
                        + set
                        + ": steps on the VM itself are left out; do them with az vmss"));
  }

  RemediationPlan plan(Instant at) {
    List<IpAddress> clients = clients();
    Map<String, Cause> likely = diagnosed.likely();
    start(likely);
    if (snapshot.isPresent() && likely.keySet().stream().anyMatch(id -> id.matches("NW-0[1-59]"))) {
      NetworkSteps network = new NetworkSteps(diagnosed, snapshot.get(), clients);
      network.steps().forEach(this::add);
      notes.addAll(network.notes());
    }
    GuestSteps guest = new GuestSteps(diagnosed, vm, clients);
    guest.steps().forEach(this::add);
    notes.addAll(guest.notes());
    vm.ifPresent(
        id -> new PortSteps(diagnosed, snapshot, id, sessions()).steps().forEach(this::add));
    if (likely.containsKey("VM-45")) {
      new RoleSteps(diagnosed, vm, sessions()).steps().forEach(this::add);
    }
    resetNic(likely);
    wished(clients);
    stopGap(likely);
    new ClientSteps(diagnosed).steps().forEach(this::add);
    byHand(likely);
    waysBack();
    locks();
    return new RemediationPlan(
        at,
        diagnosed.host(),
        diagnosed.port(),
        diagnosed.vmId(),
        clients.stream().map(IpAddress::toString).toList(),
        steps,
        notes);
  }

  private void resetNic(Map<String, Cause> likely) {
    List<String> causes = likely.keySet().stream().filter(id -> id.matches("VM-2[01]")).toList();
    if (!causes.isEmpty() && vm.isPresent()) {
      add(StepsInWords.resetNic(causes, vm.get().toString()));
    }
  }

  private List<IpAddress> clients() {
    return wishes.clients().isEmpty()
        ? diagnosed.fact(Vantage.CLIENT, EGRESS).orElse(List.of()).stream()
            .map(IpAddress::parse)
            .toList()
        : wishes.clients();
  }

  /** Numbers the step: ids say the order. */
  private void add(PlannedStep step) {
    steps.add(
        new PlannedStep(
            (steps.size() + 1) + "-" + step.id(),
            step.causes(),
            step.what(),
            step.operation(),
            step.precondition(),
            step.consequences(),
            step.byHand()));
  }

  private Optional<VirtualMachine> machine() {
    return snapshot.flatMap(read -> read.vm().known());
  }

  private void start(Map<String, Cause> likely) {
    String power =
        machine().flatMap(VirtualMachine::powerState).orElse("").toLowerCase(Locale.ROOT);
    if (!likely.containsKey("VM-59") || !power.matches("stopped|deallocated") || vm.isEmpty()) {
      return;
    }
    List<String> consequences = new ArrayList<>();
    consequences.add("the VM is paid for again from now on");
    if (power.equals("deallocated") && hasDynamicAddress()) {
      consequences.add("its public address is dynamic and will be another one");
    }
    add(
        step(
            "start",
            List.of("VM-59"),
            new PowerChange(vm.get(), PowerChange.Action.START, power),
            "Azure says that its power state is " + power,
            consequences,
            "portal: the VM, Start; or: az vm start --ids " + vm.get()));
  }

  private boolean hasDynamicAddress() {
    return snapshot.stream()
        .flatMap(read -> read.publicIpAddresses().values().stream())
        .flatMap(reading -> reading.known().stream())
        .map(PublicIpAddress::allocation)
        .anyMatch(allocation -> allocation.filter("Dynamic"::equalsIgnoreCase).isPresent());
  }

  private static PlannedStep step(
      String id,
      List<String> causes,
      Operation operation,
      String precondition,
      List<String> consequences,
      String byHand) {
    return new PlannedStep(
        id, causes, operation.what(), Optional.of(operation), precondition, consequences, byHand);
  }

  // ---- what was asked for

  private VmId vm(String wish) {
    return vm.orElseThrow(
        () ->
            new IllegalArgumentException(
                wish
                    + " needs a diagnosis of a VM (--vm)"
                    + (diagnosed.vmId().isPresent()
                        ? " that is no instance of a uniform scale set"
                        : "")));
  }

  private String sessions() {
    return diagnosed
        .fact(Vantage.GUEST, GuestFacts.SESSIONS)
        .map(count -> "all sessions end: " + count + " when the guest was read")
        .orElse("all sessions end; how many is not known");
  }

  private void wished(List<IpAddress> clients) {
    wishes.remoteDesktopUser().ifPresent(this::remoteDesktopUser);
    wishes.removedRule().ifPresent(rule -> add(network("removing a rule").removeRule(rule)));
    wishes.publicIp().ifPresent(id -> add(network("a public address").publicIp(id)));
    if (wishes.actions().contains(Wishes.Action.NLA_ON)) {
      nlaOn();
    }
    if (wishes.actions().contains(Wishes.Action.FIREWALL_ON)) {
      firewallOn(clients);
    }
    if (wishes.actions().contains(Wishes.Action.RESET_RDP)) {
      vmAccess("reset-rdp", Optional.empty());
    }
    wishes.passwordOf().ifPresent(account -> vmAccess("password", Optional.of(account)));
    if (wishes.actions().contains(Wishes.Action.RESTART)) {
      VmId id = vm("a restart");
      add(
          step(
              "restart",
              List.of(),
              new PowerChange(id, PowerChange.Action.RESTART, "running"),
              "Azure says that the VM runs",
              List.of(sessions(), "the VM is away for some minutes"),
              "portal: the VM, Restart; or: az vm restart --ids " + id));
    }
    wishes.size().ifPresent(this::resize);
    if (wishes.actions().contains(Wishes.Action.REDEPLOY)) {
      VmId id = vm("a redeployment");
      add(
          step(
              "redeploy",
              List.of(),
              new PowerChange(id, PowerChange.Action.REDEPLOY, "running"),
              "Azure says that the VM runs",
              List.of(
                  sessions(),
                  "the temporary disk is lost",
                  "a dynamic public address changes",
                  "the VM is away for some minutes"),
              "portal: the VM, Help, Redeploy + reapply; or: az vm redeploy --ids " + id));
    }
    if (wishes.actions().contains(Wishes.Action.RECREATE)) {
      recreate();
    }
    if (wishes.actions().contains(Wishes.Action.VANTAGE_VM)) {
      // A host that is none has no place in a command.
      boolean plain = diagnosed.host().matches("[A-Za-z0-9.:_-]{1,253}");
      add(StepsInWords.vantageVm(plain ? diagnosed.host() : "HOST", diagnosed.port()));
    }
  }

  private void resize(String size) {
    VmId id = vm("a resize");
    String old =
        machine()
            .flatMap(VirtualMachine::size)
            .orElseThrow(
                () -> new IllegalArgumentException("a resize needs the size that the VM has"));
    SizeChange change = new SizeChange(id, old, size);
    requireRoom(change);
    add(
        step(
            "resize",
            List.of(),
            change,
            "Azure says that its size is "
                + old
                + ", offers the other one to this VM, and the region's quota has room for it",
            List.of(
                sessions(),
                "Azure restarts the VM",
                "the temporary disk is lost where the host changes"),
            "portal: the VM, Size; sizes that can be had: az vm list-vm-resize-options --ids "
                + id));
  }

  /** A quota that is known to be full already; how much room there is, is asked for at apply. */
  private void requireRoom(SizeChange change) {
    snapshot.stream()
        .flatMap(read -> read.all(SnapshotPart.COMPUTE_USAGES).values().stream())
        .flatMap(reading -> reading.known().stream())
        .flatMap(List::stream)
        .filter(usage -> usage.current() >= usage.limit() && change.changesFamily())
        .filter(
            usage ->
                SizeChange.quota(change.wanted())
                    .filter(usage.name()::equalsIgnoreCase)
                    .isPresent())
        .findFirst()
        .ifPresent(
            usage -> {
              throw new IllegalArgumentException(
                  change.wanted()
                      + " is not proposed: of the region's quota "
                      + usage.name()
                      + ", "
                      + usage.current()
                      + " of "
                      + usage.limit()
                      + " cores are in use");
            });
  }

  private void remoteDesktopUser(String account) {
    VmId id = vm("a member of Remote Desktop Users");
    add(
        step(
            "remote-desktop-user",
            List.of(),
            new GuestChange.Membership(id, account, true),
            "the group's members are read by SID first",
            List.of("a script runs in the guest as SYSTEM", account + " may sign in remotely"),
            "on the VM: lusrmgr.msc, Groups, Remote Desktop Users, Add"));
  }

  private WishedNetworkSteps network(String wish) {
    return new WishedNetworkSteps(
        snapshot.orElseThrow(
            () -> new IllegalArgumentException(wish + " needs a diagnosis of a VM (--vm)")));
  }

  private void nlaOn() {
    VmId id = vm("Network Level Authentication");
    if (diagnosed.fact(Vantage.GUEST, GuestFacts.NLA_REQUIRED).orElse(false)) {
      notes.add("Network Level Authentication is on already");
      return;
    }
    add(
        GuestSteps.step(
            "nla-on",
            "",
            new GuestChange.Setting(id, GuestSetting.NETWORK_LEVEL_AUTHENTICATION, 0, 1),
            List.of(
                "clients without CredSSP, and accounts whose password must change, no longer get in",
                "a value of policy counts before this one"),
            "UserAuthentication of RDP-Tcp from 0 to 1"));
  }

  /** The rule for Remote Desktop first: a firewall without it would lock everybody out. */
  private void firewallOn(List<IpAddress> clients) {
    VmId id = vm("Windows Firewall");
    boolean byPolicy = diagnosed.fact(Vantage.GUEST, GuestFacts.FIREWALL_BY_POLICY).orElse(false);
    if (byPolicy) {
      notes.add("Windows Firewall is left as it is: policy sets it");
      return;
    }
    int port =
        diagnosed
            .fact(Vantage.GUEST, GuestFacts.LISTENER_PORT)
            .map(Long::intValue)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "turning Windows Firewall on needs to know the port that Windows listens on:"
                            + " diagnose with --allow-guest-run"));
    if (port != Port.RDP.number() && clients.isEmpty()) {
      throw new IllegalArgumentException(
          "turning Windows Firewall on would lock out who connects to port "
              + port
              + ": it needs --client ADDRESS");
    }
    if (port == Port.RDP.number()) {
      add(firewall(id, GuestSetting.FIREWALL_RULES, "the built-in rules of Remote Desktop are on"));
    } else {
      clients.forEach(
          client ->
              add(
                  GuestSteps.step(
                      "firewall-opening",
                      "",
                      new GuestChange.FirewallOpening(id, new Port(port), client, true),
                      List.of(client + " reaches TCP port " + port + " of Windows"),
                      "an inbound rule for TCP port " + port + " from " + client)));
    }
    for (GuestSetting profile :
        List.of(
            GuestSetting.FIREWALL_DOMAIN,
            GuestSetting.FIREWALL_PRIVATE,
            GuestSetting.FIREWALL_PUBLIC)) {
      add(firewall(id, profile, "what no rule lets in is blocked in that profile"));
    }
  }

  private static PlannedStep firewall(VmId vm, GuestSetting setting, String consequence) {
    return GuestSteps.step(
        setting.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "",
        new GuestChange.Setting(vm, setting, 0, 1),
        List.of(consequence),
        setting + " from 0 to 1");
  }

  private void vmAccess(String word, Optional<String> account) {
    VmId id = vm("VMAccess");
    if (diagnosed.fact(Vantage.GUEST, GuestFacts.DOMAIN_CONTROLLER).orElse(false)) {
      notes.add("VMAccess is left out: the VM is a domain controller");
      return;
    }
    String location =
        machine()
            .flatMap(VirtualMachine::location)
            .map(region -> region.toLowerCase(Locale.ROOT).replace(" ", ""))
            .orElseThrow(() -> new IllegalArgumentException("VMAccess needs the VM's region"));
    RemoteDesktopReset reset =
        new RemoteDesktopReset(
            id,
            location,
            extension(),
            "rdpdiag-" + Instant.now().toEpochMilli() + "-" + word,
            account);
    List<String> consequences =
        account.isPresent()
            ? List.of("the password is read from standard input when the plan is applied")
            : List.of(
                "Remote Desktop is turned on", "all firewall profiles and its rule are turned on");
    add(
        step(
            word,
            List.of(),
            reset,
            "the VM runs, its agent is ready, and it is no domain controller",
            consequences,
            "portal: the VM, Help, Reset password"));
  }

  /** Windows takes one VMAccess only: that of another name is used again. */
  private String extension() {
    return snapshot.stream()
        .flatMap(read -> read.all(SnapshotPart.EXTENSIONS).values().stream())
        .flatMap(reading -> reading.known().stream())
        .flatMap(List::stream)
        .filter(each -> each.type().filter("VMAccessAgent"::equalsIgnoreCase).isPresent())
        .map(VirtualMachineExtension::name)
        .findFirst()
        .orElse(RemoteDesktopReset.DEFAULT_EXTENSION);
  }

  private void recreate() {
    VmId id = vm("making the VM anew");
    String size = machine().flatMap(VirtualMachine::size).orElse("of the same size");
    add(
        new PlannedStep(
            "recreate",
            List.of(),
            "make the VM anew from its disks",
            Optional.empty(),
            NO_STEP,
            List.of(
                sessions(),
                "the temporary disk, extensions and identities of the VM are lost",
                "NICs and disks stay only if their delete option is Detach: check that first"),
            "1. note name, size ("
                + size
                + "), region, zone, disks, NICs and tags: az vm show -d --ids "
                + id
                + "; 2. set deleteOption of every disk and NIC to Detach; 3. snapshot the disks;"
                + " 4. az vm delete --ids "
                + id
                + "; 5. az vm create with --attach-os-disk, --attach-data-disks and --nics of the"
                + " old ones; 6. install extensions and role assignments again"));
  }

  // ---- what weakens, and what people do themselves

  /** Only on request, only where nothing else in the plan mends it, and with its way back. */
  private void stopGap(Map<String, Cause> likely) {
    if (!wishes.actions().contains(Wishes.Action.NLA_OFF_FOR_A_TIME)) {
      return;
    }
    List<String> causes = likely.keySet().stream().filter(id -> id.matches("VM-3[89]")).toList();
    boolean required = diagnosed.fact(Vantage.GUEST, GuestFacts.NLA_REQUIRED).orElse(false);
    boolean mended =
        steps.stream()
            .anyMatch(
                s -> s.operation().isPresent() && s.causes().stream().anyMatch(causes::contains));
    if (causes.isEmpty() || !required || mended) {
      notes.add(
          "Network Level Authentication stays on: "
              + (mended
                  ? "another step mends the sign-in"
                  : "no finding says that it is what keeps people out"));
      return;
    }
    add(
        step(
            "nla-off-for-a-time",
            causes,
            new GuestChange.Setting(vm("that"), GuestSetting.NETWORK_LEVEL_AUTHENTICATION, 1, 0),
            "UserAuthentication of RDP-Tcp is 1",
            List.of(
                "this weakens the VM: anybody who reaches the port gets a logon screen",
                "take it back with rdpdiag rollback JOURNAL as soon as the domain answers again"),
            "on the VM: set UserAuthentication of RDP-Tcp to 0, and back to 1 afterwards"));
  }

  /** A stop-gap ends: what takes it back is a step of the plan, after all others. */
  private void waysBack() {
    List<PlannedStep> weakening = steps.stream().filter(PlannedStep::weakens).toList();
    weakening.forEach(step -> add(StepsInWords.wayBack(step)));
  }

  /** Likely causes that no step above is about. */
  private void byHand(Map<String, Cause> likely) {
    likely.forEach(
        (id, cause) -> {
          boolean planned = steps.stream().anyMatch(step -> step.causes().contains(id));
          if (!planned) {
            boolean here = cause.domain() == FaultDomain.CLIENT;
            add(
                new PlannedStep(
                    "by-hand-" + id.toLowerCase(Locale.ROOT),
                    List.of(id),
                    cause.title(),
                    Optional.empty(),
                    NO_STEP,
                    here ? List.of("it is done on the client computer") : List.of(),
                    cause.remedy()));
          }
        });
  }

  private void locks() {
    snapshot.stream()
        .flatMap(read -> read.all(SnapshotPart.LOCKS).values().stream())
        .map(Reading::known)
        .flatMap(Optional::stream)
        .flatMap(List<ManagementLock>::stream)
        .forEach(
            lock ->
                notes.add(
                    "lock "
                        + lock.name()
                        + " ("
                        + lock.level()
                        + ") is on "
                        + lock.scope()
                        + ": Azure refuses what it forbids"));
  }
}
