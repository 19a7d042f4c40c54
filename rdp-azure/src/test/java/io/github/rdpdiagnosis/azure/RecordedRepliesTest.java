package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordedRepliesTest {
  private interface Mapping<T> {
    T map(JsonNode body) throws IOException;
  }

  /**
   * Maps each body of a kind that describes one resource; lists and error bodies among them are
   * passed over.
   */
  private static <T> List<T> all(String kind, Mapping<T> mapping) throws IOException {
    List<T> mapped = new ArrayList<>();
    for (Path file : Recordings.of(kind)) {
      JsonNode body = Recordings.json(file);
      if (body.path("properties").isObject()) {
        mapped.add(mapping.map(body));
      }
    }
    return mapped;
  }

  @Test
  void virtualMachines() throws IOException {
    Set<String> power = new LinkedHashSet<>();
    Set<String> agents = new LinkedHashSet<>();
    int count = 0;
    for (String kind : List.of("vm-get", "vm-instanceview", "vm-instanceview-windows")) {
      for (VirtualMachine vm : all(kind, RecordedReplies::virtualMachine)) {
        count++;
        vm.powerState().ifPresent(power::add);
        vm.agentStatus().ifPresent(agents::add);
        assertThat(vm.networkInterfaces()).as(vm.id()).isNotEmpty();
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(30);
    assertThat(power).containsExactly("running");
    assertThat(agents).contains("Ready", "Not Ready");
  }

  @Test
  void networkParts() throws IOException {
    List<NetworkInterface> nics = all("nic", RecordedReplies::networkInterface);
    assertThat(nics).hasSizeGreaterThanOrEqualTo(20);
    assertThat(nics).allSatisfy(nic -> assertThat(nic.ipConfigurations()).isNotEmpty());
    List<IpConfiguration> addresses =
        nics.stream().flatMap(nic -> nic.ipConfigurations().stream()).toList();
    assertThat(addresses).allMatch(ip -> ip.subnetId().isPresent());
    assertThat(addresses).anyMatch(ip -> !ip.inboundNatRuleIds().isEmpty());
    assertThat(addresses).anyMatch(ip -> !ip.backendPoolIds().isEmpty());

    List<NetworkSecurityGroup> groups = all("nsg", RecordedReplies::networkSecurityGroup);
    assertThat(groups).hasSizeGreaterThanOrEqualTo(15);
    assertThat(groups)
        .allSatisfy(
            group -> {
              assertThat(
                      group.rules().stream().filter(NetworkSecurityGroup.SecurityRule::isDefault))
                  .hasSize(6);
              assertThat(group.rules()).allSatisfy(rule -> assertThat(rule.priority()).isPresent());
              assertThat(group.rules())
                  .allSatisfy(
                      rule ->
                          assertThat(rule.direction().toLowerCase(Locale.ROOT))
                              .isIn("inbound", "outbound"));
            });
    assertThat(all("publicip", RecordedReplies::publicIpAddress)).hasSizeGreaterThanOrEqualTo(10);
    assertThat(all("subnet", RecordedReplies::subnet))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(subnet -> assertThat(subnet.prefixes()).isNotEmpty());
    assertThat(all("vnet", RecordedReplies::virtualNetwork))
        .hasSizeGreaterThanOrEqualTo(7)
        .allSatisfy(network -> assertThat(network.addressSpace()).isNotEmpty());
    assertThat(all("routetable", RecordedReplies::routeTable)).hasSizeGreaterThanOrEqualTo(15);
  }
}
