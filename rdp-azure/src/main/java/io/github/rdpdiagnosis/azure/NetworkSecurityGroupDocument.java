package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.RuleFinding.Severity;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An NSG from a file, in any of the forms in which people have it: the body of ARM's GET, the
 * resource in an ARM template or a template with one such resource, the output of {@code az network
 * nsg show}, and of {@code az network nic list-effective-nsg}, which may hold the subnet's NSG and
 * the NIC's. Names of properties count without regard to case.
 *
 * @param subnet the NSG at the subnet, where the document says that it stands there
 * @param networkInterface the NSG at the NIC, where the document says that it stands there
 * @param unplaced the NSG, where the document does not say where it stands
 * @param findings what is wrong with the rules
 */
public record NetworkSecurityGroupDocument(
    Optional<NetworkSecurityGroup> subnet,
    Optional<NetworkSecurityGroup> networkInterface,
    Optional<NetworkSecurityGroup> unplaced,
    List<RuleFinding> findings) {
  /** The largest document that is read, in bytes: 16 MiB. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final String TYPE = "Microsoft.Network/networkSecurityGroups";
  private static final String RULE_TYPE = TYPE + "/securityRules";

  /** Copies the list. */
  public NetworkSecurityGroupDocument {
    Objects.requireNonNull(subnet, "subnet");
    Objects.requireNonNull(networkInterface, "networkInterface");
    Objects.requireNonNull(unplaced, "unplaced");
    findings = List.copyOf(findings);
  }

  /**
   * An NSG from a file. Never reads more than {@link #MAX_BYTES} and one byte.
   *
   * @param file the file
   * @return what it holds
   * @throws IOException if the file cannot be read
   * @throws JsonDocumentException if it holds no NSG
   */
  public static NetworkSecurityGroupDocument read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES + 1), file.toString());
    }
  }

  /**
   * An NSG from a document.
   *
   * @param bytes UTF-8, at most {@link #MAX_BYTES}
   * @param documentName what the user knows it as, for messages
   * @return what it holds
   * @throws JsonDocumentException if it holds no NSG; names the place and what was expected there
   */
  public static NetworkSecurityGroupDocument read(byte[] bytes, String documentName) {
    Object root = StrictJson.readObject(bytes, MAX_BYTES, documentName);
    return new Reader().read(JsonPlace.root(documentName, camelCase(root)));
  }

  /** ARM ignores the case of names, and PowerShell writes them with a capital. */
  private static Object camelCase(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach(
          (key, member) -> {
            String name = key.toString();
            String camel =
                name.isEmpty()
                    ? name
                    : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            if (member != null) {
              copy.put(camel, camelCase(member));
            }
          });
      return copy;
    }
    return value instanceof List<?> list
        ? list.stream().filter(Objects::nonNull).map(each -> camelCase(each)).toList()
        : value;
  }

  /** One reading of one document. */
  private static final class Reader {
    private final List<RuleFinding> findings = new ArrayList<>();

    NetworkSecurityGroupDocument read(JsonPlace root) {
      if (has(root, "value") || has(root, "effectiveSecurityRules")) {
        return effective(root);
      }
      NetworkSecurityGroup group =
          has(root, "resources") && !isGroup(root) ? template(root) : group(root, List.of());
      return document(Optional.empty(), Optional.empty(), Optional.of(group));
    }

    private NetworkSecurityGroupDocument document(
        Optional<NetworkSecurityGroup> subnet,
        Optional<NetworkSecurityGroup> nic,
        Optional<NetworkSecurityGroup> unplaced) {
      List<NetworkSecurityGroup> groups = new ArrayList<>();
      subnet.ifPresent(groups::add);
      nic.ifPresent(groups::add);
      unplaced.ifPresent(groups::add);
      groups.forEach(group -> findings.addAll(RuleFindings.of(group)));
      return new NetworkSecurityGroupDocument(subnet, nic, unplaced, findings);
    }

    private static boolean has(JsonPlace in, String name) {
      return in.object().containsKey(name);
    }

    private static boolean isGroup(JsonPlace in) {
      return has(in, "securityRules")
          || has(in, "defaultSecurityRules")
          || (has(in, "type") && typeOf(in).equalsIgnoreCase(TYPE))
          || (has(in, "properties") && has(in.member("properties"), "securityRules"));
    }

    private static String typeOf(JsonPlace in) {
      return optional(in, "type").orElse("");
    }

    private static Optional<String> optional(JsonPlace in, String name) {
      return has(in, name) ? Optional.of(in.member(name).text()) : Optional.empty();
    }

    private static List<JsonPlace> items(JsonPlace in, String name) {
      List<JsonPlace> items = new ArrayList<>();
      if (has(in, name)) {
        JsonPlace list = in.member(name);
        for (int i = 0; i < list.list().size(); i++) {
          items.add(list.item(i));
        }
      }
      return items;
    }

    // ---- ARM and az network nsg show

    private NetworkSecurityGroup template(JsonPlace root) {
      List<JsonPlace> groups = new ArrayList<>();
      List<JsonPlace> rules = new ArrayList<>();
      for (JsonPlace resource : items(root, "resources")) {
        String type = typeOf(resource);
        if (type.equalsIgnoreCase(TYPE)) {
          groups.add(resource);
        } else if (type.equalsIgnoreCase(RULE_TYPE)) {
          rules.add(resource);
        }
      }
      if (groups.size() != 1) {
        throw root.member("resources")
            .expected("one resource of type " + TYPE + " (there are " + groups.size() + ")");
      }
      return group(groups.get(0), rules);
    }

    private NetworkSecurityGroup group(JsonPlace in, List<JsonPlace> separate) {
      if (!isGroup(in)) {
        throw in.expected(
            "an NSG: its ARM body, a template, or the output of az network nsg show or az network"
                + " nic list-effective-nsg");
      }
      JsonPlace body = has(in, "properties") ? in.member("properties") : in;
      String name = optional(in, "name").orElse("NSG");
      List<SecurityRule> rules = new ArrayList<>();
      for (JsonPlace rule : items(body, "securityRules")) {
        rules.add(rule(name, rule, false));
      }
      for (JsonPlace child : items(in, "resources")) {
        if (typeOf(child).equalsIgnoreCase("securityRules")
            || typeOf(child).equalsIgnoreCase(RULE_TYPE)) {
          rules.add(rule(name, child, false));
        }
      }
      for (JsonPlace rule : separate) {
        rules.add(rule(name, rule, false));
      }
      for (JsonPlace rule : items(body, "defaultSecurityRules")) {
        rules.add(rule(name, rule, true));
      }
      return new NetworkSecurityGroup(optional(in, "id").orElse(name), name, rules);
    }

    private SecurityRule rule(String group, JsonPlace in, boolean isDefault) {
      JsonPlace body = has(in, "properties") ? in.member("properties") : in;
      String named = optional(in, "name").orElse("");
      String name = named.substring(named.lastIndexOf('/') + 1);
      return new SecurityRule(
          optional(in, "id"),
          name,
          priority(group, name, body),
          scalar(body, "direction"),
          scalar(body, "access"),
          scalar(body, "protocol"),
          side(group, name, body, "source"),
          side(group, name, body, "destination"),
          isDefault);
    }

    private static String scalar(JsonPlace in, String name) {
      Object value = in.object().get(name);
      if (value instanceof Map || value instanceof List) {
        throw in.member(name).expected("a text");
      }
      return value == null ? "" : value.toString();
    }

    /** A number, or a text in digits as templates have it; anything else is none. */
    private Optional<Integer> priority(String group, String name, JsonPlace in) {
      String text = scalar(in, "priority").strip();
      if (text.matches("-?\\d{1,9}")) {
        return Optional.of(Integer.parseInt(text));
      }
      if (!text.isEmpty()) {
        findings.add(
            new RuleFinding(Severity.ERROR, group, name, "priority", text, "is no whole number"));
      }
      return Optional.empty();
    }

    private Endpoint side(String group, String rule, JsonPlace in, String side) {
      List<String> groups = new ArrayList<>();
      for (JsonPlace asg : items(in, side + "ApplicationSecurityGroups")) {
        groups.add(asg.member("id").text());
      }
      return new Endpoint(
          both(group, rule, in, side + "AddressPrefix", side + "AddressPrefixes"),
          both(group, rule, in, side + "PortRange", side + "PortRanges"),
          groups);
    }

    /** The singular field and the plural one; Azure fills one of them. */
    private List<String> both(String group, String rule, JsonPlace in, String one, String many) {
      List<String> singular = texts(in, one);
      List<String> plural = texts(in, many);
      if (!singular.isEmpty() && !plural.isEmpty() && !plural.containsAll(singular)) {
        findings.add(
            new RuleFinding(
                Severity.ERROR,
                group,
                rule,
                one,
                String.join(", ", singular),
                "stands beside "
                    + many
                    + " "
                    + plural
                    + "; Azure takes one of them, both are read"));
      }
      Set<String> all = new LinkedHashSet<>(singular);
      all.addAll(plural);
      return List.copyOf(all);
    }

    private static List<String> texts(JsonPlace in, String name) {
      List<String> texts = new ArrayList<>();
      Object value = in.object().get(name);
      if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          Object item = list.get(i);
          texts.add(item instanceof Number ? item.toString() : in.member(name).item(i).text());
        }
      } else {
        texts.add(scalar(in, name));
      }
      return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    // ---- effective rules

    private NetworkSecurityGroupDocument effective(JsonPlace root) {
      List<JsonPlace> entries = has(root, "value") ? items(root, "value") : List.of(root);
      NetworkSecurityGroup subnet = null;
      NetworkSecurityGroup nic = null;
      NetworkSecurityGroup unplaced = null;
      for (JsonPlace entry : entries) {
        JsonPlace at = has(entry, "association") ? entry.member("association") : entry;
        NetworkSecurityGroup group = effectiveGroup(entry);
        if (has(at, "subnet") && subnet == null) {
          subnet = group;
        } else if (has(at, "networkInterface") && nic == null) {
          nic = group;
        } else if (!has(at, "subnet") && !has(at, "networkInterface") && unplaced == null) {
          unplaced = group;
        } else {
          throw entry.expected("one NSG for each place");
        }
      }
      if (subnet == null && nic == null && unplaced == null) {
        throw root.member("value").expected("an NSG");
      }
      return document(
          Optional.ofNullable(subnet), Optional.ofNullable(nic), Optional.ofNullable(unplaced));
    }

    private NetworkSecurityGroup effectiveGroup(JsonPlace entry) {
      Optional<String> id =
          has(entry, "networkSecurityGroup")
              ? optional(entry.member("networkSecurityGroup"), "id")
              : Optional.empty();
      String name = id.map(ArmId::name).orElse("NSG");
      List<SecurityRule> rules = new ArrayList<>();
      for (JsonPlace rule : items(entry, "effectiveSecurityRules")) {
        rules.add(effectiveRule(name, rule));
      }
      if (rules.isEmpty()) {
        throw entry.expected("effectiveSecurityRules: an NSG always has its default rules");
      }
      return new NetworkSecurityGroup(id.orElse(name), name, rules);
    }

    private SecurityRule effectiveRule(String group, JsonPlace in) {
      String full = optional(in, "name").orElse("");
      String name = full.substring(full.lastIndexOf('/') + 1);
      boolean isDefault = full.regionMatches(true, 0, "default", 0, "default".length());
      return new SecurityRule(
          Optional.empty(),
          name,
          priority(group, name, in),
          scalar(in, "direction"),
          scalar(in, "access"),
          scalar(in, "protocol"),
          effectiveSide(in, "source", isDefault),
          effectiveSide(in, "destination", isDefault),
          isDefault);
    }

    /** Azure's own expansion of a tag stands in for the tag. */
    private static Endpoint effectiveSide(JsonPlace in, String side, boolean isDefault) {
      String capital = side.substring(0, 1).toUpperCase(Locale.ROOT) + side.substring(1);
      List<String> expanded = texts(in, "expanded" + capital + "AddressPrefix");
      return new Endpoint(
          expanded.isEmpty() ? effectivePrefixes(in, side, isDefault) : distinct(expanded),
          ports(in, side),
          List.of());
    }

    /**
     * {@code *} comes back as 0.0.0.0/0, in newer replies twice, once for each IP version; a block
     * that a user wrote comes once.
     */
    private static List<String> effectivePrefixes(JsonPlace in, String side, boolean isDefault) {
      List<String> many = texts(in, side + "AddressPrefixes");
      List<String> prefixes = many.isEmpty() ? texts(in, side + "AddressPrefix") : many;
      long zeros = prefixes.stream().filter("0.0.0.0/0"::equals).count();
      return zeros == 2 || (zeros == 1 && isDefault) ? List.of("*") : distinct(prefixes);
    }

    private static List<String> ports(JsonPlace in, String side) {
      List<String> many = texts(in, side + "PortRanges");
      return distinct(many.isEmpty() ? texts(in, side + "PortRange") : many);
    }

    private static List<String> distinct(List<String> texts) {
      return List.copyOf(new LinkedHashSet<>(texts));
    }
  }
}
