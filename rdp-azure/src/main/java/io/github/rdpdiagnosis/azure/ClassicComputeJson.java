package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.ClassicDeployment.InputEndpoint;
import io.github.rdpdiagnosis.azure.ClassicDeployment.Role;
import io.github.rdpdiagnosis.azure.ClassicDeployment.RoleInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ARM's own view of a classic VM, type {@code Microsoft.ClassicCompute/virtualMachines}: one VM of
 * a deployment. Its ACLs are known only where they stand in the form that Get Deployment has.
 */
final class ClassicComputeJson {
  private static final int MAX_PORT = 65_535;

  private ClassicComputeJson() {}

  static ClassicDeployment deployment(JsonNode resource) {
    String id = ArmJson.raw(resource.path("id"));
    String name = ArmJson.text(resource.path("name")).orElse(ArmId.name(id));
    JsonNode properties = resource.path("properties");
    JsonNode view = properties.path("instanceView");
    return new ClassicDeployment(
        ArmJson.text(properties.path("hardwareProfile").path("deploymentName")).orElse(name),
        Optional.empty(),
        Optional.empty(),
        ArmJson.text(view.path("fullyQualifiedDomainName")),
        ArmJson.texts(view.path("publicIpAddresses")),
        ArmJson.text(properties.path("networkProfile").path("virtualNetwork").path("id"))
            .map(ArmId::name),
        List.of(role(name, properties, view)));
  }

  private static Role role(String name, JsonNode properties, JsonNode view) {
    JsonNode network = properties.path("networkProfile");
    return new Role(
        name,
        ArmJson.text(
            properties.path("storageProfile").path("operatingSystemDisk").path("operatingSystem")),
        ArmJson.text(network.path("networkSecurityGroup").path("id")).map(ArmId::name),
        ArmJson.objects(network.path("inputEndpoints"), ClassicComputeJson::endpoint),
        List.of(
            new RoleInstance(
                name,
                ArmJson.text(view.path("status")),
                ArmJson.text(view.path("powerState")),
                ArmJson.text(view.path("guestAgentStatus").path("status")),
                ArmJson.text(view.path("computerName")),
                ArmJson.text(view.path("privateIpAddress")),
                List.of())));
  }

  private static InputEndpoint endpoint(JsonNode endpoint) {
    return new InputEndpoint(
        ArmJson.text(endpoint.path("endpointName")),
        ArmJson.text(endpoint.path("protocol")).orElse("tcp"),
        port(endpoint.path("publicPort"))
            .orElseThrow(
                () -> new IllegalArgumentException("an input endpoint without a public port")),
        port(endpoint.path("privatePort")),
        ArmJson.text(endpoint.path("publicIpAddress")),
        ArmJson.text(endpoint.path("loadBalancedEndpointSetName")),
        endpoint.path("enableDirectServerReturn").asBoolean(false),
        acl(endpoint.path("endpointAcl").path("rules")));
  }

  private static Optional<Integer> port(JsonNode port) {
    return ArmJson.number(port).filter(number -> number >= 1 && number <= MAX_PORT);
  }

  /** Absent unless every rule of it is understood. */
  private static Optional<EndpointAcl> acl(JsonNode rules) {
    if (!rules.isArray()) {
      return Optional.empty();
    }
    List<EndpointAcl.Rule> all = new ArrayList<>();
    for (JsonNode rule : rules) {
      Optional<Integer> order = ArmJson.number(rule.path("order"));
      Optional<String> action = ArmJson.text(rule.path("action"));
      Optional<String> subnet = ArmJson.text(rule.path("remoteSubnet"));
      if (order.isEmpty() || action.isEmpty() || subnet.isEmpty()) {
        return Optional.empty();
      }
      all.add(
          new EndpointAcl.Rule(
              order.get(), action.get(), subnet.get(), ArmJson.text(rule.path("description"))));
    }
    return Optional.of(new EndpointAcl(all));
  }
}
