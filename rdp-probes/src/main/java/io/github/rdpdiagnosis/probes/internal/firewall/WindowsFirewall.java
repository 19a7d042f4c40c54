package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows Defender Firewall, as {@code reg query} prints the key {@code FirewallPolicy}, its rules
 * ({@code FirewallRules}) and its profiles ([MS-FASP] 2.2.19: the text form of a rule). Unlike
 * {@code netsh advfirewall} the registry speaks no language of men.
 *
 * <p>A block rule wins over rules that allow ([MS-FASP] 3.1.1). Rules bound to a program, a
 * service, a user or a network profile make the decision uncertain, for which of them holds at the
 * moment is not in the registry; so does a default of blocking what goes out.
 */
public final class WindowsFirewall {
  private static final Pattern VALUE =
      Pattern.compile("\\s*(\\S.*?)\\s{2,}REG_(?:SZ|DWORD)\\s{2,}(.*?)\\s*");
  private static final Set<String> DESCRIBES =
      Set.of("action", "active", "dir", "name", "desc", "embedctxt", "edge", "defer");
  private static final Set<String> PROFILES = Set.of("domain", "private", "public");

  private final List<String> rules;
  private final boolean blocksByDefault;
  private final boolean off;

  private WindowsFirewall(List<String> rules, boolean blocksByDefault, boolean off) {
    this.rules = rules;
    this.blocksByDefault = blocksByDefault;
    this.off = off;
  }

  /**
   * Reads the registry's text.
   *
   * @param text what {@code reg query KEY /s} printed
   * @return the rules
   */
  public static WindowsFirewall parse(String text) {
    List<String> rules = new ArrayList<>();
    boolean blocksByDefault = false;
    int on = 0;
    int profiles = 0;
    for (String line : text.lines().toList()) {
      Matcher value = VALUE.matcher(line);
      if (!value.matches()) {
        continue;
      }
      String name = value.group(1).toLowerCase(Locale.ROOT);
      String data = value.group(2);
      if (name.equals("enablefirewall")) {
        profiles++;
        on += data.equals("0x0") ? 0 : 1;
      } else if (name.equals("defaultoutboundaction")) {
        blocksByDefault |= data.equals("0x1");
      } else if (data.matches("v\\d+\\.\\d+\\|.*")) {
        rules.add(data);
      }
    }
    return new WindowsFirewall(rules, blocksByDefault, profiles > 0 && on == 0);
  }

  /**
   * What becomes of a connection.
   *
   * @param flow the connection
   * @return the decision, with the rule
   */
  public Ruling decide(Flow flow) {
    if (off) {
      return Ruling.passes();
    }
    Ruling ruling = Ruling.passes();
    for (String rule : rules) {
      Fit fit = blockFits(rule, flow);
      if (fit != Fit.NO) {
        String what = "Windows Defender Firewall rule " + named(rule) + ": " + rule;
        ruling =
            ruling.and(
                fit == Fit.YES ? Ruling.blocks(FirewallEffect.DROP, what) : Ruling.unsure(what));
      }
    }
    return blocksByDefault
        ? ruling.and(
            Ruling.unsure(
                "Windows Defender Firewall: a network profile blocks outbound connections that no"
                    + " rule allows"))
        : ruling;
  }

  private static String named(String rule) {
    Matcher name = Pattern.compile("\\|Name=([^|]*)").matcher(rule);
    return name.find() ? name.group(1) : "without a name";
  }

  private static Fit blockFits(String rule, Flow flow) {
    Map<String, List<String>> fields = new java.util.TreeMap<>();
    for (String field : rule.split("\\|", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields
            .computeIfAbsent(
                field.substring(0, equals).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
            .add(field.substring(equals + 1).toLowerCase(Locale.ROOT));
      }
    }
    boolean blocksOut =
        fields.getOrDefault("action", List.of()).contains("block")
            && fields.getOrDefault("active", List.of()).contains("true")
            && fields.getOrDefault("dir", List.of()).contains("out");
    Fit fit = Fit.of(blocksOut);
    Optional<Fit> port = Optional.empty();
    Optional<Fit> address = Optional.empty();
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "protocol" -> fit = fit.and(Packet.isTcp(field.getValue().get(0)));
        case "rport", "rport2_10" ->
            port = Optional.of(port.orElse(Fit.NO).or(ports(field.getValue(), flow)));
        case "ra4", "ra6", "ra42", "ra62" ->
            address = Optional.of(address.orElse(Fit.NO).or(addresses(field.getValue(), flow)));
        case "app" -> fit = fit.and(isClient(field.getValue().get(0)));
        case "svc", "apppkgid" -> fit = Fit.NO; // what services and packaged apps send
        case "profile" ->
            fit = fit.and(Set.copyOf(field.getValue()).equals(PROFILES) ? Fit.YES : Fit.MAYBE);
        default -> fit = fit.and(DESCRIBES.contains(field.getKey()) ? Fit.YES : Fit.MAYBE);
      }
    }
    return fit.and(port.orElse(Fit.YES)).and(address.orElse(Fit.YES));
  }

  /** A rule for one program concerns the Remote Desktop client, this probe, or neither. */
  private static Fit isClient(String program) {
    return program.matches(".*(mstsc|msrdc|java|javaw)\\.exe") ? Fit.MAYBE : Fit.NO;
  }

  private static Fit ports(List<String> values, Flow flow) {
    Fit any = Fit.NO;
    for (String port : values) {
      any = any.or(new Packet(flow, true).port(true, port));
    }
    return any;
  }

  private static Fit addresses(List<String> values, Flow flow) {
    Fit any = Fit.NO;
    for (String address : values) {
      any = any.or(Packet.addressIn(address, flow.remote())); // keywords such as LocalSubnet: MAYBE
    }
    return any;
  }
}
