package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.host.Routes;
import io.github.rdpdiagnosis.probes.internal.host.SystemTool;
import io.github.rdpdiagnosis.probes.internal.io.AddressText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;

/**
 * Reads interfaces, default routes, name servers and a pseudonym of this computer. Sends nothing.
 */
final class EnvironmentCheck implements Check {
  private static final String CHECK = "environment";
  private static final int MOST = 64;
  private static final int MOST_BYTES = 1 << 20;
  private static final int PSEUDONYM_BYTES = 16;

  /** Names of interfaces and words of their descriptions that VPN products use. */
  private static final Pattern VPN =
      Pattern.compile(
          "(tun|tap|utun|wg|ppp|ipsec|zt|tailscale|nordlynx|proton|cscotun|gpd)\\d*.*"
              + "|.*(vpn|wireguard|tap-windows|anyconnect|pangp|globalprotect|forticlient|juniper"
              + "|pulse secure|zscaler|tunnel).*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MACHINE_GUID =
      Pattern.compile("MachineGuid\\s+REG_SZ\\s+([0-9A-Fa-f-]{36})");
  private static final Pattern PLATFORM_UUID =
      Pattern.compile("\"IOPlatformUUID\" = \"([0-9A-Fa-f-]{36})\"");

  private final LadderSettings settings;

  EnvironmentCheck(LadderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return CHECK;
  }

  @Override
  public Set<FactKey<?>> needs() {
    return Set.of();
  }

  @Override
  public Set<FactKey<?>> produces() {
    return Set.of(
        LocalFacts.COMPUTER,
        LocalFacts.INTERFACES,
        LocalFacts.VPN_LIKE,
        LocalFacts.DEFAULT_ROUTES,
        LocalFacts.DNS_SERVERS,
        LocalFacts.DNS_SUFFIXES);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    List<String> unread = new ArrayList<>();
    Facts.Builder facts = Facts.builder();
    try {
      interfaces(facts);
    } catch (SocketException e) {
      unread.add("the interfaces cannot be listed: " + e.getMessage());
    }
    ResolverConfig dns = ResolverConfig.getCurrentConfig();
    facts
        .put(
            LocalFacts.DNS_SERVERS,
            dns.servers().stream().limit(MOST).map(s -> AddressText.of(s.getAddress())).toList())
        .put(
            LocalFacts.DNS_SUFFIXES,
            dns.searchPath().stream().limit(MOST).map(Name::toString).toList());
    routes(context, unread)
        .ifPresent(
            found -> facts.put(LocalFacts.DEFAULT_ROUTES, found.stream().limit(MOST).toList()));
    computer(context).ifPresent(pseudonym -> facts.put(LocalFacts.COMPUTER, pseudonym));
    CheckStatus status =
        unread.isEmpty()
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(String.join("; ", unread), "the system's network settings");
    context.report(settings.observation(CHECK, Optional.empty(), started, status, facts.build()));
  }

  private static void interfaces(Facts.Builder facts) throws SocketException {
    List<String> all = new ArrayList<>();
    List<String> vpn = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().limit(MOST).toList()) {
      List<InterfaceAddress> addresses = network.getInterfaceAddresses();
      boolean reachesOut = addresses.stream().anyMatch(a -> !a.getAddress().isLinkLocalAddress());
      if (!network.isUp() || network.isLoopback() || addresses.isEmpty()) {
        continue;
      }
      all.add(
          network.getName()
              + ": "
              + addresses.stream()
                  .map(a -> plain(a.getAddress()) + "/" + a.getNetworkPrefixLength())
                  .collect(Collectors.joining(", ")));
      boolean looksSo =
          VPN.matcher(network.getName()).matches()
              || VPN.matcher(String.valueOf(network.getDisplayName())).matches()
              || network.isPointToPoint();
      if (looksSo && reachesOut) {
        vpn.add(network.getName());
      }
    }
    facts.put(LocalFacts.INTERFACES, all).put(LocalFacts.VPN_LIKE, vpn);
  }

  /** Without the zone, which is the interface's name once more. */
  private static String plain(InetAddress address) {
    return IpAddress.of(address.getAddress()).toString();
  }

  private static Optional<List<String>> routes(CheckContext context, List<String> unread)
      throws InterruptedException {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return switch (SystemTool.system()) {
      case "linux" ->
          read(Path.of("/proc/net/route"), unread).map(text -> Routes.linux(text, little));
      case "windows" -> tool(context, unread, "route", "print", "-4").map(Routes::windows);
      case "mac" -> tool(context, unread, "netstat", "-rn", "-f", "inet").map(Routes::mac);
      default -> {
        unread.add("routes are read on Linux, Windows and macOS only");
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> tool(
      CheckContext context, List<String> unread, String name, String... arguments)
      throws InterruptedException {
    SystemTool.Output output = SystemTool.run(context.deadline(), name, arguments);
    output.problem().ifPresent(unread::add);
    return output.isComplete() ? Optional.of(output.text()) : Optional.empty();
  }

  private static Optional<String> read(Path file, List<String> unread) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
    } catch (IOException e) {
      unread.add(file + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Empty where the system has no machine id that can be read: then it is nobody's twin. */
  private static Optional<String> computer(CheckContext context) throws InterruptedException {
    List<String> unread = new ArrayList<>(); // not worth a word: only comparisons miss it
    Optional<String> id =
        switch (SystemTool.system()) {
          case "linux" -> read(Path.of("/etc/machine-id"), unread).map(String::strip);
          case "windows" ->
              tool(
                      context,
                      unread,
                      "reg",
                      "query",
                      "HKLM\\SOFTWARE\\Microsoft\\Cryptography",
                      "/v",
                      "MachineGuid")
                  .flatMap(text -> first(MACHINE_GUID, text));
          case "mac" ->
              tool(context, unread, "ioreg", "-rd1", "-c", "IOPlatformExpertDevice")
                  .flatMap(text -> first(PLATFORM_UUID, text));
          default -> Optional.empty();
        };
    return id.filter(text -> !text.isEmpty()).map(EnvironmentCheck::pseudonym);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Clones of a virtual machine may share the id; their host names differ. */
  private static String pseudonym(String id) {
    String host =
        Optional.ofNullable(System.getenv("COMPUTERNAME"))
            .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
            .orElseGet(EnvironmentCheck::hostName)
            .toLowerCase(Locale.ROOT);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("rdpdiag " + id + " " + host).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static String hostName() {
    try (InputStream in = Files.newInputStream(Path.of("/proc/sys/kernel/hostname"))) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return ""; // the machine id alone has to do
    }
  }
}
