package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.LadderSettings.Started;
import io.github.rdpdiagnosis.probes.internal.host.ProxySettings;
import io.github.rdpdiagnosis.probes.internal.host.SystemTool;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP proxies that this computer is set to use: this JVM's selector, the environment, WinHTTP
 * and the Internet Settings of Windows, the network settings of macOS. Sends nothing. The Windows
 * Remote Desktop client uses none of them for a direct connection; an RD Gateway is reached through
 * them.
 */
final class ProxyCheck implements Check {
  private static final String CHECK = "proxy";
  private static final String INTERNET_SETTINGS =
      "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

  private final LadderSettings settings;

  ProxyCheck(LadderSettings settings) {
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
    return Set.of(LocalFacts.PROXY_SETTINGS, LocalFacts.PROXY_SERVERS);
  }

  @Override
  public void run(CheckContext context) throws InterruptedException {
    Started started = Started.now();
    List<String> found = new ArrayList<>(ProxySettings.environment(System.getenv()));
    found.addAll(selected());
    List<String> unread = new ArrayList<>();
    switch (SystemTool.system()) {
      case "windows" -> {
        tool(context, unread, "netsh", "winhttp", "show", "proxy")
            .ifPresent(text -> found.addAll(ProxySettings.winHttp(text)));
        tool(context, unread, "reg", "query", INTERNET_SETTINGS)
            .ifPresent(text -> found.addAll(ProxySettings.internetSettings(text)));
      }
      case "mac" ->
          tool(context, unread, "scutil", "--proxy")
              .ifPresent(text -> found.addAll(ProxySettings.scutil(text)));
      default -> {
        // Elsewhere the environment is the one place that most programs agree on.
      }
    }
    Facts facts =
        Facts.builder()
            .put(LocalFacts.PROXY_SETTINGS, found.stream().distinct().toList())
            .put(LocalFacts.PROXY_SERVERS, ProxySettings.servers(found))
            .build();
    CheckStatus status =
        unread.isEmpty()
            ? CheckStatus.holds()
            : CheckStatus.inconclusive(String.join("; ", unread), "the system's proxy settings");
    context.report(settings.observation(CHECK, Optional.empty(), started, status, facts));
  }

  private static Optional<String> tool(
      CheckContext context, List<String> unread, String name, String... arguments)
      throws InterruptedException {
    SystemTool.Output output = SystemTool.run(context.deadline(), name, arguments);
    output.problem().ifPresent(unread::add);
    return output.isComplete() ? Optional.of(output.text()) : Optional.empty();
  }

  /** What the selector of this JVM names for HTTPS to the target. */
  private List<String> selected() {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    try {
      URI uri = new URI("https", null, settings.host(), settings.port(), "/", null, null);
      for (Proxy proxy : selector.select(uri)) {
        if (proxy.type() != Proxy.Type.DIRECT
            && proxy.address() instanceof InetSocketAddress address) {
          String scheme = proxy.type() == Proxy.Type.SOCKS ? "socks://" : "";
          found.add("java=" + scheme + address.getHostString() + ":" + address.getPort());
        }
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      return List.of(); // a host that no URI can carry has no proxy of its own
    }
    return found;
  }
}
