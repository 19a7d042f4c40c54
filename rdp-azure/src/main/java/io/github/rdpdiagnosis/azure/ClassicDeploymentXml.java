package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.ClassicDeployment.InputEndpoint;
import io.github.rdpdiagnosis.azure.ClassicDeployment.InstanceEndpoint;
import io.github.rdpdiagnosis.azure.ClassicDeployment.Role;
import io.github.rdpdiagnosis.azure.ClassicDeployment.RoleInstance;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Reads the reply of the classic operation Get Deployment ({@code GET
 * …/services/hostedservices/NAME/deploymentslots/Production}). Elements that nobody needs are
 * passed over; extension settings, which may hold secrets, are among them.
 */
final class ClassicDeploymentXml {
  /** The name of the root element. */
  static final String ROOT = "Deployment";

  private static final int MAX_PORT = 65_535;

  private ClassicDeploymentXml() {}

  /**
   * A deployment from its document.
   *
   * @throws XmlDocumentException if it is none; names the place and what was expected there
   */
  static ClassicDeployment read(byte[] bytes, String document) {
    return deployment(XmlElement.parse(bytes, document));
  }

  static ClassicDeployment deployment(XmlElement root) {
    if (!root.name().equals(ROOT)) {
      throw root.unexpected("<" + ROOT + ">, the reply of Get Deployment");
    }
    List<XmlElement> instances = root.listed("RoleInstanceList", "RoleInstance");
    return new ClassicDeployment(
        root.text("Name"),
        root.optionalText("DeploymentSlot"),
        root.optionalText("Status"),
        root.optionalText("Url").flatMap(ClassicDeploymentXml::host),
        root.listed("VirtualIPs", "VirtualIP").stream()
            .flatMap(address -> address.optionalText("Address").stream())
            .toList(),
        root.optionalText("VirtualNetworkName"),
        root.listed("RoleList", "Role").stream().map(role -> role(role, instances)).toList());
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Role role(XmlElement role, List<XmlElement> instances) {
    String name = role.text("RoleName");
    List<RoleInstance> running =
        instances.stream()
            .filter(any -> any.optionalText("RoleName").equals(Optional.of(name)))
            .map(ClassicDeploymentXml::instance)
            .toList();
    Optional<XmlElement> network =
        role.listed("ConfigurationSets", "ConfigurationSet").stream()
            .filter(
                set ->
                    set.optionalText("ConfigurationSetType")
                        .equals(Optional.of("NetworkConfiguration")))
            .findFirst();
    return new Role(
        name,
        role.child("OSVirtualHardDisk").flatMap(disk -> disk.optionalText("OS")),
        network.flatMap(set -> set.optionalText("NetworkSecurityGroup")),
        network.stream()
            .flatMap(set -> set.listed("InputEndpoints", "InputEndpoint").stream())
            .map(endpoint -> inputEndpoint(endpoint, running))
            .toList(),
        running);
  }

  private static RoleInstance instance(XmlElement instance) {
    return new RoleInstance(
        instance.optionalText("InstanceName").orElseGet(() -> instance.text("RoleName")),
        instance.optionalText("InstanceStatus"),
        instance.optionalText("PowerState"),
        instance.child("GuestAgentStatus").flatMap(agent -> agent.optionalText("Status")),
        instance.optionalText("HostName"),
        instance.optionalText("IpAddress"),
        instance.listed("InstanceEndpoints", "InstanceEndpoint").stream()
            .map(ClassicDeploymentXml::instanceEndpoint)
            .toList());
  }

  private static InputEndpoint inputEndpoint(XmlElement endpoint, List<RoleInstance> running) {
    int publicPort = endpoint.number("Port", 1, MAX_PORT);
    return new InputEndpoint(
        endpoint.optionalText("Name"),
        endpoint.text("Protocol"),
        publicPort,
        endpoint
            .optionalNumber("LocalPort", 1, MAX_PORT)
            .or(() -> localPort(endpoint.text("Protocol"), publicPort, running)),
        endpoint.optionalText("Vip"),
        endpoint.optionalText("LoadBalancedEndpointSetName"),
        endpoint.flag("EnableDirectServerReturn", false),
        // An endpoint without an ACL is written without the element.
        Optional.of(
            new EndpointAcl(
                endpoint.child("EndpointAcl").stream()
                    .flatMap(acl -> acl.listed("Rules", "Rule").stream())
                    .map(ClassicDeploymentXml::rule)
                    .toList())));
  }

  /** Web and worker roles write the private port at the running endpoint only. */
  private static Optional<Integer> localPort(
      String protocol, int publicPort, List<RoleInstance> running) {
    return running.stream()
        .flatMap(instance -> instance.endpoints().stream())
        .filter(any -> any.publicPort() == publicPort && any.protocol().equalsIgnoreCase(protocol))
        .map(InstanceEndpoint::localPort)
        .findFirst();
  }

  private static EndpointAcl.Rule rule(XmlElement rule) {
    return new EndpointAcl.Rule(
        rule.number("Order", 0, Integer.MAX_VALUE),
        rule.text("Action"),
        rule.text("RemoteSubnet"),
        rule.optionalText("Description"));
  }

  private static InstanceEndpoint instanceEndpoint(XmlElement endpoint) {
    return new InstanceEndpoint(
        endpoint.text("Name"),
        endpoint.text("Protocol"),
        endpoint.optionalText("Vip"),
        endpoint.number("PublicPort", 1, MAX_PORT),
        endpoint.number("LocalPort", 1, MAX_PORT));
  }
}
