package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Azure Resource Graph: one question about all subscriptions that the identity sees. */
final class GraphIndex implements VmIndex {
  private static final int MAX_PAGES = 20;
  private static final String VMS =
      "resources | where type =~ 'microsoft.compute/virtualmachines' ";

  /** Parts of instances of uniform scale sets are in a table of their own. */
  private static final String INSTANCES =
      "computeresources | where type =~ 'microsoft.compute/virtualmachinescalesets/virtualmachines/";

  private static final String SHOW =
      "| project id, location,"
          + " power=tostring(properties.extended.instanceView.powerState.code),"
          + " computer=tostring(properties.osProfile.computerName) | order by id asc";

  private final ArmRequests requests;
  private final Deadline deadline;

  GraphIndex(ArmRequests requests, Deadline deadline) {
    this.requests = requests;
    this.deadline = deadline;
  }

  @Override
  public List<FoundVm> vms(Collection<String> idsOrNames) {
    String all = ResourceGraph.quoted(idsOrNames);
    return found(List.of(), VMS + "| where id in~ (" + all + ") or name in~ (" + all + ") " + SHOW);
  }

  @Override
  public List<FoundVm> allVms(List<String> subscriptions) {
    return found(subscriptions, VMS + SHOW);
  }

  private List<FoundVm> found(List<String> subscriptions, String query) {
    return rows(subscriptions, query).stream()
        .flatMap(row -> ManagementMapping.foundVm(row).stream())
        .toList();
  }

  @Override
  public List<JsonNode> publicIps(String addressOrName) {
    String has =
        " | where properties.ipAddress =~ "
            + ResourceGraph.quoted(List.of(addressOrName))
            + " or properties.dnsSettings.fqdn =~ "
            + ResourceGraph.quoted(List.of(addressOrName))
            + " | project id, properties";
    List<JsonNode> found =
        rows(List.of(), "resources | where type =~ 'microsoft.network/publicipaddresses'" + has);
    return found.isEmpty()
        ? rows(List.of(), INSTANCES + "networkinterfaces/ipconfigurations/publicipaddresses'" + has)
        : found;
  }

  @Override
  public List<JsonNode> withPrivateAddress(String address) {
    String has =
        " | where tostring(properties) has "
            + ResourceGraph.quoted(List.of(address))
            + " | project id, type, properties";
    List<JsonNode> all =
        new ArrayList<>(
            rows(
                List.of(),
                "resources | where type in~ ('microsoft.network/networkinterfaces',"
                    + " 'microsoft.network/loadbalancers')"
                    + has));
    all.addAll(rows(List.of(), INSTANCES + "networkinterfaces'" + has));
    return all;
  }

  @Override
  public List<JsonNode> byIds(Collection<String> ids) {
    return rows(
        List.of(),
        "resources | where id in~ ("
            + ResourceGraph.quoted(ids)
            + ") | project id, type, properties");
  }

  private List<JsonNode> rows(List<String> subscriptions, String query) {
    List<JsonNode> rows = new ArrayList<>();
    Optional<String> token = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode reply =
          requests.ask(
              ResourceGraph.PATH, ResourceGraph.query(subscriptions, query, token), deadline);
      rows.addAll(ArmJson.objects(reply.path("data"), row -> row));
      token = ArmJson.text(reply.path("$skipToken"));
      if (token.isEmpty()) {
        return rows;
      }
    }
    throw new IllegalStateException(
        "Resource Graph's answer has more than " + MAX_PAGES + " pages");
  }
}
