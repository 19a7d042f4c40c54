package io.github.rdpdiagnosis.azure.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What Azure offers to a VM, and the room in its region's quota. Sources: {@code
 * virtualMachines/{vm}/vmSizes} and {@code Microsoft.Compute/locations/{region}/usages}.
 *
 * @param sizes entries of the first
 * @param usages entries of the second
 */
record OfferedSizes(List<JsonNode> sizes, List<JsonNode> usages) {
  /** Copies the lists. */
  OfferedSizes {
    sizes = List.copyOf(sizes);
    usages = List.copyOf(usages);
  }

  /** Why Azure would not do it; empty where nothing says so. */
  Optional<String> refusal(SizeChange change, JsonNode vm) {
    Optional<Long> wanted = cores(change.wanted());
    if (wanted.isEmpty()) {
      return Optional.of(
          "Azure does not offer "
              + change.wanted()
              + " to this VM"
              + (Act.power(vm).equals("deallocated")
                  ? ""
                  : "; more sizes may be offered to it once it is deallocated"));
    }
    Optional<Long> now = cores(change.expected());
    if (now.isEmpty()) {
      return Optional.empty(); // how many more it would be cannot be told
    }
    long more = wanted.get() - now.get();
    if (vm.path("properties").path("priority").asText("").equalsIgnoreCase("Spot")) {
      return full("lowPriorityCores", more);
    }
    long moreOfFamily = change.changesFamily() ? wanted.get() : more;
    return full("cores", more)
        .or(() -> SizeChange.quota(change.wanted()).flatMap(name -> full(name, moreOfFamily)));
  }

  private Optional<Long> cores(String size) {
    return sizes.stream()
        .filter(each -> each.path("name").asText("").equalsIgnoreCase(size))
        .map(each -> each.path("numberOfCores"))
        .filter(JsonNode::isIntegralNumber)
        .map(JsonNode::asLong)
        .findFirst();
  }

  /** A quota that has no room; one that is not in the list says nothing. */
  private Optional<String> full(String quota, long more) {
    return usages.stream()
        .filter(each -> each.path("name").path("value").asText("").equalsIgnoreCase(quota))
        .filter(each -> each.path("limit").isIntegralNumber())
        .filter(each -> each.path("currentValue").isIntegralNumber())
        .filter(
            each ->
                more > 0 && each.path("currentValue").asLong() + more > each.path("limit").asLong())
        .map(
            each ->
                "the region's quota "
                    + quota
                    + " has no room for "
                    + more
                    + " more cores: "
                    + each.path("currentValue").asLong()
                    + " of "
                    + each.path("limit").asLong()
                    + " are in use")
        .findFirst();
  }
}
