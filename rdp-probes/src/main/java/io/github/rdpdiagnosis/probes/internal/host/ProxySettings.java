package io.github.rdpdiagnosis.probes.internal.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP proxies as the places that programs look at name them. Names and passwords before an
 * {@code @} are left out as soon as they are read.
 */
public final class ProxySettings {
  private static final Set<String> VARIABLES = Set.of("http_proxy", "https_proxy", "all_proxy");
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?:([a-z0-9+]+)://)?(?:[^@/]*@)?([^/\\s@]+?):(\\d{1,5})/?.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCUTIL = Pattern.compile("\\s*(\\w+)\\s*:\\s*(.*?)\\s*");
  private static final Pattern REGISTRY =
      Pattern.compile("\\s*(ProxyServer|ProxyEnable|AutoConfigURL)\\s+REG_\\w+\\s+(.*?)\\s*");

  private ProxySettings() {}

  /**
   * The environment's variables, in either case.
   *
   * @param environment the process' environment
   * @return such as {@code https_proxy=proxy.example:3128}
   */
  public static List<String> environment(Map<String, String> environment) {
    List<String> found = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (VARIABLES.contains(name.toLowerCase(Locale.ROOT)) && !value.isBlank()) {
                found.add(name.toLowerCase(Locale.ROOT) + "=" + plain(value));
              }
            });
    return found.stream().distinct().toList();
  }

  /**
   * Windows: {@code netsh winhttp show proxy}, whose words are in the user's language: only what
   * has the form of a host and a port is taken.
   *
   * @param text what it printed
   * @return such as {@code winhttp=proxy.example:8080}
   */
  public static List<String> winHttp(String text) {
    return text.lines()
        .filter(line -> line.contains(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .filter(value -> value.matches("(?:\\w+=)?[\\w.-]+:\\d{1,5}(?:;.*)?"))
        .limit(1) // the list of exceptions has no ports
        .map(value -> "winhttp=" + plain(value))
        .toList();
  }

  /**
   * Windows: {@code reg query} of the user's Internet Settings.
   *
   * @param text what it printed
   * @return such as {@code internet-settings=proxy.example:8080} or {@code
   *     auto-config=http://proxy.example/proxy.pac}
   */
  public static List<String> internetSettings(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .map(REGISTRY::matcher)
        .filter(Matcher::matches)
        .forEach(m -> values.put(m.group(1), m.group(2)));
    List<String> found = new ArrayList<>();
    if ("0x1".equals(values.get("ProxyEnable")) && values.containsKey("ProxyServer")) {
      found.add("internet-settings=" + plain(values.get("ProxyServer")));
    }
    if (values.containsKey("AutoConfigURL")) {
      found.add("auto-config=" + withoutUser(values.get("AutoConfigURL")));
    }
    return found;
  }

  /**
   * macOS: {@code scutil --proxy}.
   *
   * @param text what it printed
   * @return such as {@code HTTPS=proxy.example:3128}
   */
  public static List<String> scutil(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .map(SCUTIL::matcher)
        .filter(Matcher::matches)
        .forEach(m -> values.put(m.group(1), m.group(2)));
    List<String> found = new ArrayList<>();
    for (String kind : List.of("HTTP", "HTTPS", "SOCKS")) {
      if ("1".equals(values.get(kind + "Enable")) && values.containsKey(kind + "Proxy")) {
        found.add(
            kind + "=" + values.get(kind + "Proxy") + ":" + values.getOrDefault(kind + "Port", ""));
      }
    }
    if ("1".equals(values.get("ProxyAutoConfigEnable"))) {
      found.add("auto-config=" + withoutUser(values.getOrDefault("ProxyAutoConfigURLString", "")));
    }
    return found;
  }

  /**
   * The hosts and ports of HTTP proxies among settings, each once.
   *
   * @param settings as the other methods give them
   * @return such as {@code proxy.example:3128}
   */
  public static List<String> servers(List<String> settings) {
    Set<String> servers = new LinkedHashSet<>();
    for (String setting : settings) {
      String kind = setting.substring(0, Math.max(0, setting.indexOf('=')));
      Matcher authority = AUTHORITY.matcher(setting.substring(setting.indexOf('=') + 1));
      boolean http = !kind.equals("SOCKS") && !kind.equals("auto-config");
      if (http && authority.matches() && !"socks".equals(authority.group(1))) {
        servers.add(authority.group(2) + ":" + authority.group(3));
      }
    }
    return List.copyOf(servers);
  }

  private static String plain(String value) {
    String first = value.strip().split("[;\\s]", 2)[0];
    Matcher authority = AUTHORITY.matcher(first.replaceFirst("^(https?|socks)=", ""));
    if (!authority.matches()) {
      return withoutUser(first);
    }
    boolean socks = String.valueOf(authority.group(1)).toLowerCase(Locale.ROOT).startsWith("socks");
    return (socks ? "socks://" : "") + authority.group(2) + ":" + authority.group(3);
  }

  /** Everything up to an {@code @} in the authority part is somebody's secret. */
  private static String withoutUser(String url) {
    return url.replaceFirst("^([A-Za-z0-9+.-]+://)?[^/]*@", "$1");
  }
}
