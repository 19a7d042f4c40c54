package io.github.rdpdiagnosis.azure.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule of Windows Firewall as the registry keeps it ([MS-GPFAS] 2.2.2.19): {@code
 * v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|…|}.
 *
 * @param id such as {@code RemoteDesktop-UserMode-In-TCP}, or a GUID
 * @param store {@code local}, {@code policy} or {@code mdm}
 * @param active whether it is switched on
 * @param allows true for {@code Action=Allow} and {@code ByPass}, false for {@code Block}
 * @param inbound true for {@code Dir=In}
 * @param profiles profiles it is for; empty for all
 * @param localPorts numbers, ranges such as {@code 3389-3400} and words; empty for any
 * @param remoteAddresses literals, prefixes, ranges and words such as {@code LocalSubnet}; empty
 *     for any
 * @param conditions names of further conditions that this reading does not weigh, such as {@code
 *     IF} or {@code Security}
 */
public record FirewallRule(
    String id,
    String store,
    boolean active,
    boolean allows,
    boolean inbound,
    Set<String> profiles,
    List<String> localPorts,
    List<String> remoteAddresses,
    Set<String> conditions) {
  /** Fields that decide nothing about a TCP flow to svchost's port, or were weighed already. */
  private static final Set<String> PLAIN =
      Set.of(
          "action",
          "active",
          "dir",
          "protocol",
          "profile",
          "lport",
          "lport2_10",
          "ra4",
          "ra6",
          "ra42",
          "ra62",
          "app",
          "svc",
          "name",
          "desc",
          "embedctxt",
          "edge",
          "defer",
          "luown");

  /** Copies the collections. */
  public FirewallRule {
    profiles = Set.copyOf(profiles);
    localPorts = List.copyOf(localPorts);
    remoteAddresses = List.copyOf(remoteAddresses);
    conditions = Set.copyOf(conditions);
  }

  static FirewallRule of(String store, RecordRow row) throws GuestRecordFormatException {
    String id = row.key("id");
    String[] cells = row.key("rule").split("\\|", -1);
    if (!cells[0].matches("v\\d{1,2}\\.\\d{1,3}")) {
      throw new GuestRecordFormatException(
          row.line("rule"),
          "rule: expected a version such as v2.30 first, got '"
              + RecordText.shortened(cells[0])
              + "'");
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (int i = 1; i < cells.length; i++) {
      int equals = cells[i].indexOf('=');
      if (equals > 0) {
        fields
            .computeIfAbsent(
                cells[i].substring(0, equals).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
            .add(cells[i].substring(equals + 1));
      }
    }
    Set<String> conditions = new TreeSet<>(fields.keySet());
    conditions.removeAll(PLAIN);
    return new FirewallRule(
        id,
        store,
        one(fields, "active", row).equalsIgnoreCase("TRUE"),
        !one(fields, "action", row).equalsIgnoreCase("Block"),
        one(fields, "dir", row).equalsIgnoreCase("In"),
        new TreeSet<>(fields.getOrDefault("profile", List.of())),
        all(fields, "lport", "lport2_10"),
        all(fields, "ra4", "ra6", "ra42", "ra62"),
        conditions);
  }

  private static String one(Map<String, List<String>> fields, String name, RecordRow row)
      throws GuestRecordFormatException {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new GuestRecordFormatException(
          row.line("rule"), "rule: expected one " + name + ", got " + values.size());
    }
    return values.get(0);
  }

  private static List<String> all(Map<String, List<String>> fields, String... names) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      for (String value : fields.getOrDefault(name, List.of())) {
        all.addAll(List.of(value.split(",", -1)));
      }
    }
    all.removeIf(String::isEmpty);
    return all;
  }

  /**
   * Whether it is about a port.
   *
   * @param port local TCP port
   * @return true for any port, and where a number or range has it
   */
  public boolean coversPort(long port) {
    return localPorts.isEmpty() || localPorts.stream().anyMatch(text -> covers(text, port));
  }

  private static boolean covers(String text, long port) {
    String[] ends = text.split("-", 2);
    if (!ends[0].matches("\\d{1,5}") || !ends[ends.length - 1].matches("\\d{1,5}")) {
      return false;
    }
    return Long.parseLong(ends[0]) <= port && port <= Long.parseLong(ends[ends.length - 1]);
  }

  /**
   * Whether it applies while a profile is active.
   *
   * @param profile {@code Domain}, {@code Private} or {@code Public}
   * @return true if it is for that profile or for all
   */
  public boolean isFor(String profile) {
    return profiles.isEmpty() || profiles.stream().anyMatch(profile::equalsIgnoreCase);
  }

  /**
   * Whether it is for clients anywhere.
   *
   * @return true if no remote address limits it
   */
  public boolean isForAnyClient() {
    return remoteAddresses.isEmpty() || remoteAddresses.contains("*");
  }
}
