package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The lists of each subscription that the identity sees, for where Resource Graph is refused: each
 * list is read once, when it is first needed. They do not tell whether a VM runs.
 */
final class ListIndex implements VmIndex {
  private static final int MAX_SUBSCRIPTIONS = 50;
  private static final String VMS =
      "/providers/Microsoft.Compute/virtualMachines?api-version=2025-04-01";
  private static final String SCALE_SETS =
      "/providers/Microsoft.Compute/virtualMachineScaleSets?api-version=2025-04-01";
  private static final int MAX_SCALE_SETS = 50;
  private static final String NETWORK = "/providers/Microsoft.Network/";
  private static final String VERSION = "?api-version=2025-03-01";

  private final ArmRequests requests;
  private final Deadline deadline;
  private final Map<String, List<JsonNode>> lists = new LinkedHashMap<>();

  ListIndex(ArmRequests requests, Deadline deadline) {
    this.requests = requests;
    this.deadline = deadline;
  }

  private List<JsonNode> list(String path) {
    List<JsonNode> known = lists.get(path);
    if (known == null) {
      try {
        known = requests.list(path, deadline);
      } catch (ArmRefusal refusal) {
        throw new Refused(path, refusal);
      }
      lists.put(path, known);
    }
    return known;
  }

  /** ARM refused a list; says which right reading it needs. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String PROVIDERS = "/providers/";

    private final String path;
    private final transient ArmRefusal refusal;

    Refused(String path, ArmRefusal refusal) {
      super(refusal);
      this.path = path.replaceAll("\\?.*", "");
      this.refusal = refusal;
    }

    /** Such as {@code Microsoft.Network/loadBalancers/read}. */
    String action() {
      int at = path.lastIndexOf(PROVIDERS);
      if (at < 0) {
        return SnapshotPart.SUBSCRIPTIONS.action();
      }
      String type = path.substring(at + PROVIDERS.length());
      // What is listed of one scale set follows its name.
      return type.replaceFirst("^(Microsoft.Compute/virtualMachineScaleSets)/[^/]+/", "$1/")
          + "/read";
    }

    String path() {
      return path;
    }

    ArmRefusal refusal() {
      return refusal;
    }
  }

  private List<String> subscriptions() {
    List<String> ids =
        list("/subscriptions?api-version=2022-12-01").stream()
            .map(each -> ArmJson.raw(each.path("subscriptionId")))
            .filter(id -> id.matches("[0-9a-fA-F-]{36}"))
            .toList();
    if (ids.size() > MAX_SUBSCRIPTIONS) {
      throw new IllegalStateException(
          "this identity sees " + ids.size() + " subscriptions; name the one to look in");
    }
    return ids;
  }

  private List<JsonNode> everywhere(String path) {
    List<JsonNode> all = new ArrayList<>();
    subscriptions().forEach(each -> all.addAll(list("/subscriptions/" + each + path)));
    return all;
  }

  /** Parts of this kind of all instances of uniform scale sets. */
  private List<JsonNode> ofInstances(String kind, Predicate<JsonNode> wanted) {
    List<String> sets =
        everywhere(SCALE_SETS).stream()
            .filter(set -> !ArmJson.raw(set.at("/properties/orchestrationMode")).equals("Flexible"))
            .map(set -> ArmJson.raw(set.path("id")))
            .filter(id -> id.startsWith("/"))
            .toList();
    if (sets.size() > MAX_SCALE_SETS) {
      throw new IllegalStateException(
          "this identity sees " + sets.size() + " scale sets; give the instance's ARM id");
    }
    return sets.stream()
        .flatMap(set -> list(set + "/" + kind + "?api-version=2018-10-01").stream())
        .filter(wanted)
        .toList();
  }

  private List<JsonNode> network(String type, Predicate<JsonNode> wanted) {
    return everywhere(NETWORK + type + VERSION).stream().filter(wanted).toList();
  }

  @Override
  public List<FoundVm> vms(Collection<String> idsOrNames) {
    Set<String> wanted = idsOrNames.stream().map(ArmId::key).collect(Collectors.toSet());
    return everywhere(VMS).stream()
        .filter(
            vm -> {
              String id = ArmId.key(ArmJson.raw(vm.path("id")));
              return wanted.contains(id) || wanted.contains(ArmId.name(id));
            })
        .flatMap(vm -> ManagementMapping.listedVm(vm).stream())
        .toList();
  }

  @Override
  public List<FoundVm> allVms(List<String> subscriptions) {
    return (subscriptions.isEmpty() ? subscriptions() : subscriptions)
        .stream()
            .flatMap(each -> list("/subscriptions/" + each + VMS).stream())
            .flatMap(vm -> ManagementMapping.listedVm(vm).stream())
            .toList();
  }

  @Override
  public List<JsonNode> publicIps(String addressOrName) {
    Predicate<JsonNode> has =
        ip ->
            ArmJson.raw(ip.at("/properties/ipAddress")).equalsIgnoreCase(addressOrName)
                || ArmJson.raw(ip.at("/properties/dnsSettings/fqdn"))
                    .equalsIgnoreCase(addressOrName);
    List<JsonNode> found = network("publicIPAddresses", has);
    return found.isEmpty() ? ofInstances("publicIPAddresses", has) : found;
  }

  @Override
  public List<JsonNode> withPrivateAddress(String address) {
    Predicate<JsonNode> has = row -> ManagementMapping.appliance(address, row).isPresent();
    List<JsonNode> all = new ArrayList<>(network("networkInterfaces", has));
    all.addAll(network("loadBalancers", has));
    all.addAll(ofInstances("networkInterfaces", has));
    return all;
  }

  @Override
  public List<JsonNode> byIds(Collection<String> ids) {
    List<JsonNode> all = new ArrayList<>();
    for (String type : List.of("networkInterfaces", "loadBalancers", "azureFirewalls")) {
      Set<String> wanted =
          ids.stream()
              .map(ArmId::key)
              .filter(id -> id.contains("/" + ArmId.key(type) + "/"))
              .collect(Collectors.toSet());
      if (!wanted.isEmpty()) {
        all.addAll(network(type, row -> wanted.contains(ArmId.key(ArmJson.raw(row.path("id"))))));
      }
    }
    return all;
  }
}
