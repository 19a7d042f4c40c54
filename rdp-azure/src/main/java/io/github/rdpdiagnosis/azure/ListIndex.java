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
      known = requests.list(path, deadline);
      lists.put(path, known);
    }
    return known;
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
    return network(
        "publicIPAddresses",
        ip ->
            ArmJson.raw(ip.at("/properties/ipAddress")).equalsIgnoreCase(addressOrName)
                || ArmJson.raw(ip.at("/properties/dnsSettings/fqdn"))
                    .equalsIgnoreCase(addressOrName));
  }

  @Override
  public List<JsonNode> withPrivateAddress(String address) {
    Predicate<JsonNode> has = row -> ManagementMapping.appliance(address, row).isPresent();
    List<JsonNode> all = new ArrayList<>(network("networkInterfaces", has));
    all.addAll(network("loadBalancers", has));
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
