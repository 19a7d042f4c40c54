package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.IpConfiguration;
import io.github.rdpdiagnosis.azure.NetworkInterface;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.guest.InboundDecision;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Facts of the guest set against each other, against Azure's and against the user's question. */
final class GuestComparison {
  /** Windows 11 and Server 2022 are the first whose SCHANNEL speaks TLS 1.3. */
  private static final long FIRST_WITH_TLS_13 = 20348;

  /** A limit of RDP-Tcp that is none. */
  private static final long NO_LIMIT = 0xFFFFFFFFL;

  /** The console is a session as well, and takes none of the places. */
  private static final long CONSOLE = 1;

  /** TSpkg.dll before the correction of CVE-2018-0886, by build: the first corrected revision. */
  private static final List<int[]> CREDSSP_CORRECTED =
      List.of(
          new int[] {7601, 24117},
          new int[] {9200, 22432},
          new int[] {9600, 18999},
          new int[] {14393, 2248},
          new int[] {15063, 1088},
          new int[] {16299, 431});

  private static final Set<String> EVERYBODY =
      Set.of("S-1-1-0", "S-1-5-11", "S-1-5-13", "S-1-5-14", "S-1-5-4", "S-1-5-2", "S-1-5-113");

  private static final String ADMINISTRATORS = "S-1-5-32-544";
  private static final String REMOTE_DESKTOP_USERS = "S-1-5-32-555";

  private final FactBase.Builder facts;
  private final List<VmSnapshot> snapshots;

  GuestComparison(FactBase.Builder facts, List<VmSnapshot> snapshots) {
    this.facts = facts;
    this.snapshots = snapshots;
  }

  void compare() {
    addresses();
    put(PathFacts.GUEST_NO_MODERN_TLS, noModernTls(), GuestFacts.TLS_DISABLED, GuestFacts.BUILD);
    put(
        PathFacts.GUEST_WEAK_SUITES,
        get(GuestFacts.CIPHER_SUITES)
            .map(suites -> suites.stream().noneMatch(GuestComparison::isStrong)),
        GuestFacts.CIPHER_SUITES);
    put(
        PathFacts.GUEST_SESSIONS_FULL,
        get(GuestFacts.MAX_INSTANCES)
            .flatMap(
                most ->
                    get(GuestFacts.SESSIONS)
                        .map(open -> most < NO_LIMIT && open - CONSOLE >= most)),
        GuestFacts.MAX_INSTANCES,
        GuestFacts.SESSIONS);
    put(
        PathFacts.GUEST_CREDSSP_OLD,
        get(GuestFacts.TSPKG).flatMap(GuestComparison::isUncorrected),
        GuestFacts.TSPKG);
    put(
        PathFacts.GUEST_WRONG_PASSWORDS,
        get(GuestFacts.LOGON_FAILURES)
            .map(list -> list.stream().anyMatch(f -> f.startsWith("0xC000006A="))),
        GuestFacts.LOGON_FAILURES);
    scope();
    user();
  }

  // ---- network
  // -----------------------------------------------------------------------------------------------------------------

  private void addresses() {
    Optional<Set<String>> azures = azureAddresses();
    if (azures.isEmpty() || azures.get().isEmpty()) {
      return;
    }
    put(
        PathFacts.GUEST_NO_AZURE_ADDRESS,
        get(GuestFacts.ADDRESSES).map(list -> list.stream().noneMatch(azures.get()::contains)),
        GuestFacts.ADDRESSES);
    primaryAddress()
        .ifPresent(
            primary ->
                put(
                    PathFacts.GUEST_SOURCE_NOT_PRIMARY,
                    get(GuestFacts.SOURCE_ADDRESSES)
                        .filter(list -> !list.isEmpty())
                        .map(list -> !list.contains(primary)),
                    GuestFacts.SOURCE_ADDRESSES));
  }

  /** All private addresses that Azure gave the VM; empty unless each NIC was read. */
  private Optional<Set<String>> azureAddresses() {
    if (snapshots.size() != 1
        || snapshots.get(0).networkInterfaces().values().stream()
            .anyMatch(nic -> nic.known().isEmpty())) {
      return Optional.empty();
    }
    Set<String> all = new LinkedHashSet<>();
    nics()
        .flatMap(nic -> nic.ipConfigurations().stream())
        .flatMap(ip -> ip.privateAddress().stream())
        .forEach(all::add);
    return Optional.of(all);
  }

  private Stream<NetworkInterface> nics() {
    return snapshots.stream()
        .flatMap(s -> s.networkInterfaces().values().stream())
        .flatMap(nic -> nic.known().stream());
  }

  private Optional<String> primaryAddress() {
    List<String> primary =
        nics()
            .flatMap(nic -> nic.ipConfigurations().stream())
            .filter(IpConfiguration::primary)
            .flatMap(ip -> ip.privateAddress().stream())
            .toList();
    return primary.size() == 1 ? Optional.of(primary.get(0)) : Optional.empty();
  }

  /** Whether the rules of Windows Firewall for some clients leave out this one. */
  private void scope() {
    Optional<InboundDecision.Outcome> outcome = get(GuestFacts.FIREWALL_INBOUND);
    List<IpAddress> clients = clients();
    boolean allows = outcome.filter(o -> o == InboundDecision.Outcome.OPEN_TO_SOME).isPresent();
    boolean blocks =
        outcome.filter(o -> o == InboundDecision.Outcome.BLOCK_RULE_FOR_SOME).isPresent();
    if (clients.isEmpty() || (!allows && !blocks)) {
      return;
    }
    Optional<AddressSet> scope =
        get(GuestFacts.FIREWALL_REMOTE_ADDRESSES).flatMap(list -> scope(list, clients));
    put(
        allows ? PathFacts.GUEST_SCOPE_LEAVES_OUT : PathFacts.GUEST_SCOPE_BLOCKS,
        scope.map(set -> clients.stream().allMatch(c -> set.contains(c) == blocks)),
        GuestFacts.FIREWALL_REMOTE_ADDRESSES);
  }

  /** The addresses that the guest sees this client with, where nothing translates them. */
  private List<IpAddress> clients() {
    return facts.value(PathFacts.SEEN_BY_GUEST_AS).orElse(List.of()).stream()
        .map(IpAddress::parse)
        .toList();
  }

  /** Empty where a word in it stands for addresses that are not known here. */
  private static Optional<AddressSet> scope(List<String> remote, List<IpAddress> clients) {
    AddressSet all = AddressSet.empty();
    for (String text : remote) {
      if (text.equalsIgnoreCase("LocalSubnet")
          && clients.stream().noneMatch(IpAddress::isPrivate)) {
        continue; // no public address is on the link of a NIC in Azure
      }
      try {
        all = all.union(one(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  private static AddressSet one(String text) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      return AddressSet.range(
          IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1)));
    }
    int slash = text.indexOf('/');
    if (slash > 0 && text.indexOf('.', slash) > 0) {
      long mask = 0;
      for (String octet : text.substring(slash + 1).split("\\.", -1)) {
        mask = mask << 8 | Integer.parseInt(octet);
      }
      int length = Long.bitCount(mask);
      if (mask != (0xFFFFFFFFL << (32 - length) & 0xFFFFFFFFL)) {
        throw new IllegalArgumentException("a mask with holes: " + text);
      }
      return AddressSet.of(text.substring(0, slash) + "/" + length);
    }
    return slash > 0 ? AddressSet.of(text) : AddressSet.of(IpAddress.parse(text));
  }

  // ---- TLS and CredSSP
  // ---------------------------------------------------------------------------------------------------------

  /** Neither TLS 1.2 nor TLS 1.3 is left on the server's side. */
  private Optional<Boolean> noModernTls() {
    Optional<Long> build = get(GuestFacts.BUILD).flatMap(text -> number(text.split("\\.", -1)[0]));
    return get(GuestFacts.TLS_DISABLED)
        .flatMap(
            off ->
                off.contains("TLS1.2")
                    ? build.map(b -> b < FIRST_WITH_TLS_13 || off.contains("TLS1.3"))
                    : Optional.of(false));
  }

  private static boolean isStrong(String suite) {
    return suite.contains("AES") || suite.contains("CHACHA20");
  }

  private static Optional<Boolean> isUncorrected(String version) {
    String[] parts = version.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    Optional<Long> build = number(parts[2]);
    Optional<Long> revision = number(parts[3]);
    if (build.isEmpty() || revision.isEmpty()) {
      return Optional.empty();
    }
    for (int[] corrected : CREDSSP_CORRECTED) {
      if (build.get() == corrected[0]) {
        return Optional.of(revision.get() < corrected[1]);
      }
    }
    return build.get() > 16299 ? Optional.of(false) : Optional.empty();
  }

  private static Optional<Long> number(String digits) {
    return digits.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  // ---- the user
  // ----------------------------------------------------------------------------------------------------------------

  /** The account that the user named, where it is surely a local one of this guest. */
  private Optional<String> localAccount() {
    Optional<String> user = facts.value(PathFacts.USER);
    Optional<String> computer = get(GuestFacts.COMPUTER_NAME);
    if (user.isEmpty() || computer.isEmpty()) {
      return Optional.empty();
    }
    int backslash = user.get().indexOf('\\');
    if (backslash >= 0) {
      return user.get().substring(0, backslash).equalsIgnoreCase(computer.get())
          ? Optional.of(user.get().substring(backslash + 1))
          : Optional.empty();
    }
    boolean alone = get(GuestFacts.DOMAIN_JOINED).filter(joined -> !joined).isPresent();
    return alone && !user.get().contains("@") ? user : Optional.empty();
  }

  /** {@code AzureAD\\name} is an account of Entra ID, and a dot stands for the computer. */
  private Optional<Boolean> userWithNetBiosDomain() {
    return facts
        .value(PathFacts.USER)
        .flatMap(
            user ->
                get(GuestFacts.COMPUTER_NAME)
                    .map(
                        computer -> {
                          int backslash = user.indexOf('\\');
                          String before = user.substring(0, Math.max(0, backslash));
                          return backslash > 0
                              && Stream.of(".", "AzureAD", computer)
                                  .noneMatch(before::equalsIgnoreCase)
                              && get(GuestFacts.DOMAIN_JOINED).orElse(false);
                        }));
  }

  private void user() {
    put(
        PathFacts.USER_WITH_NETBIOS_DOMAIN,
        userWithNetBiosDomain(),
        GuestFacts.COMPUTER_NAME,
        GuestFacts.DOMAIN_JOINED);
    Optional<String> account = localAccount();
    Optional<List<String>> accounts = get(GuestFacts.ACCOUNT_SIDS);
    if (account.isEmpty() || accounts.isEmpty()) {
      return;
    }
    Optional<String> row =
        accounts.get().stream()
            .filter(each -> each.substring(each.indexOf(' ') + 1).equalsIgnoreCase(account.get()))
            .findFirst();
    if (row.isEmpty()) {
      return;
    }
    String sid = row.get().substring(0, row.get().indexOf(' '));
    named(PathFacts.USER_DISABLED, account.get(), GuestFacts.ACCOUNTS_DISABLED);
    named(PathFacts.USER_LOCKED, account.get(), GuestFacts.ACCOUNTS_LOCKED);
    named(PathFacts.USER_MUST_CHANGE, account.get(), GuestFacts.PASSWORDS_TO_CHANGE);
    named(PathFacts.USER_PASSWORD_EXPIRED, account.get(), GuestFacts.PASSWORDS_EXPIRED);
    named(PathFacts.USER_EXPIRED, account.get(), GuestFacts.ACCOUNTS_EXPIRED);
    put(
        PathFacts.USER_LACKS_RIGHT,
        lacksRight(sid),
        GuestFacts.RDP_LOGON,
        GuestFacts.RDP_LOGON_DENIED,
        GuestFacts.NETWORK_LOGON_DENIED,
        GuestFacts.RDP_USERS,
        GuestFacts.ADMINISTRATORS);
  }

  private void named(FactKey<Boolean> key, String account, FactKey<List<String>> list) {
    put(
        key,
        get(list).map(names -> names.stream().anyMatch(account::equalsIgnoreCase)),
        list,
        GuestFacts.ACCOUNT_SIDS);
  }

  /**
   * A denial wins over every right. Without one, a local account has the right through itself, or
   * through one of the two groups; any other holder may have it as a member, which is not known.
   */
  private Optional<Boolean> lacksRight(String sid) {
    boolean denied =
        Stream.of(GuestFacts.RDP_LOGON_DENIED, GuestFacts.NETWORK_LOGON_DENIED)
            .flatMap(key -> get(key).stream())
            .anyMatch(list -> list.contains(sid));
    if (denied) {
      return Optional.of(true);
    }
    Optional<List<String>> holders = get(GuestFacts.RDP_LOGON);
    Optional<List<String>> users = get(GuestFacts.RDP_USERS);
    Optional<List<String>> administrators = get(GuestFacts.ADMINISTRATORS);
    if (holders.isEmpty() || users.isEmpty() || administrators.isEmpty()) {
      return Optional.empty();
    }
    List<String> reached = new ArrayList<>(holders.get());
    if (holders.get().contains(REMOTE_DESKTOP_USERS)) {
      reached.addAll(users.get());
    }
    if (holders.get().contains(ADMINISTRATORS)) {
      reached.addAll(administrators.get());
    }
    if (reached.contains(sid)) {
      return Optional.of(false);
    }
    boolean onlyTheTwo =
        holders.get().stream()
            .allMatch(
                holder ->
                    holder.equals(ADMINISTRATORS)
                        || holder.equals(REMOTE_DESKTOP_USERS)
                        || holder.startsWith("S-1-5-21-"));
    return onlyTheTwo && reached.stream().noneMatch(EVERYBODY::contains)
        ? Optional.of(true)
        : Optional.empty();
  }

  // ---- reading
  // -----------------------------------------------------------------------------------------------------------------

  private <T> Optional<T> get(FactKey<T> key) {
    return facts.value(key);
  }

  private <T> void put(FactKey<T> key, Optional<T> value, FactKey<?>... madeOf) {
    Function<FactKey<?>, Stream<String>> evidence = made -> facts.evidence(made).stream();
    value.ifPresent(
        known ->
            facts.put(
                key,
                known,
                Stream.concat(
                        facts.evidence(PathFacts.GUEST_NAME).stream(),
                        Stream.of(madeOf).flatMap(evidence))
                    .distinct()
                    .toList()));
  }
}
