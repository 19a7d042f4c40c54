package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What other providers than compute and network say, from raw replies: just-in-time access, health,
 * activity log, locks, subscriptions and roles.
 */
final class ManagementMapping {
  private static final Pattern ERROR_CODE =
      Pattern.compile("\"code\"\\s*:\\s*\"([A-Za-z0-9.]{1,80})\"");
  private static final int MAX_SAMPLES = 100;
  private static final String LOCKS = "/providers/microsoft.authorization/locks/";

  private ManagementMapping() {}

  /** What a policy says of one VM; nothing if it does not name it. */
  static Optional<JitPolicy> jitPolicy(JsonNode policy, VmId vm) {
    JsonNode properties = policy.path("properties");
    List<JitPolicy.ProtectedPort> ports =
        ofVm(properties.path("virtualMachines"), vm)
            .flatMap(
                machine ->
                    ArmJson.objects(machine.path("ports"), ManagementMapping::protectedPort)
                        .stream())
            .toList();
    if (ofVm(properties.path("virtualMachines"), vm).findAny().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JitPolicy(
            ArmJson.raw(policy.path("id")),
            ArmJson.raw(policy.path("name")),
            ArmJson.text(properties.path("provisioningState")),
            ports,
            ArmJson.objects(properties.path("requests"), request -> request(request, vm)).stream()
                .flatMap(Optional::stream)
                .toList()));
  }

  private static Stream<JsonNode> ofVm(JsonNode machines, VmId vm) {
    return ArmJson.objects(machines, machine -> machine).stream()
        .filter(machine -> ArmJson.raw(machine.path("id")).equalsIgnoreCase(vm.toString()));
  }

  private static List<String> sources(JsonNode port) {
    return ArmJson.merged(
        port.path("allowedSourceAddressPrefix"), port.path("allowedSourceAddressPrefixes"));
  }

  private static JitPolicy.ProtectedPort protectedPort(JsonNode port) {
    return new JitPolicy.ProtectedPort(
        ArmJson.number(port.path("number")),
        ArmJson.raw(port.path("protocol")),
        sources(port),
        ArmJson.duration(port.path("maxRequestAccessDuration")));
  }

  private static Optional<JitPolicy.Request> request(JsonNode request, VmId vm) {
    List<JitPolicy.PortRequest> ports =
        ofVm(request.path("virtualMachines"), vm)
            .flatMap(
                machine ->
                    ArmJson.objects(machine.path("ports"), ManagementMapping::portRequest).stream())
            .toList();
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JitPolicy.Request(
                ArmJson.instant(request.path("startTimeUtc")),
                ArmJson.text(request.path("requestor")),
                ports));
  }

  private static JitPolicy.PortRequest portRequest(JsonNode port) {
    return new JitPolicy.PortRequest(
        ArmJson.number(port.path("number")),
        sources(port),
        ArmJson.instant(port.path("endTimeUtc")),
        ArmJson.raw(port.path("status")),
        ArmJson.text(port.path("statusReason")));
  }

  static ResourceHealth health(JsonNode reply) {
    JsonNode properties = reply.path("properties");
    return new ResourceHealth(
        ArmJson.raw(properties.path("availabilityState")),
        ArmJson.text(properties.path("title")),
        ArmJson.text(properties.path("summary")),
        ArmJson.text(properties.path("reasonType")),
        ArmJson.text(properties.path("reasonChronicity")),
        ArmJson.text(properties.path("context")),
        ArmJson.text(properties.path("category")),
        // The service spells it with one r.
        ArmJson.instant(properties.path("occuredTime"))
            .or(() -> ArmJson.instant(properties.path("occurredTime"))),
        ArmJson.instant(properties.path("reportedTime")));
  }

  /** An entry that changed something; nothing for entries without time or resource. */
  static Optional<ActivityEvent> event(JsonNode event) {
    Optional<Instant> at = ArmJson.instant(event.path("eventTimestamp"));
    Optional<String> resource = ArmJson.text(event.path("resourceId"));
    if (at.isEmpty() || resource.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ActivityEvent(
            at.get(),
            ArmJson.raw(event.path("operationName").path("value")),
            ArmJson.raw(event.path("status").path("value")),
            ArmJson.text(event.path("subStatus").path("localizedValue"))
                .or(() -> ArmJson.text(event.path("subStatus").path("value"))),
            resource.get(),
            ArmJson.text(event.path("caller")),
            ArmJson.text(event.path("correlationId")),
            ArmJson.text(event.path("properties").path("statusMessage"))
                .map(ERROR_CODE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))));
  }

  static ManagementLock lock(JsonNode lock) {
    String id = ArmJson.raw(lock.path("id"));
    int cut = ArmId.key(id).lastIndexOf(LOCKS);
    return new ManagementLock(
        id,
        ArmJson.raw(lock.path("name")),
        ArmJson.raw(lock.path("properties").path("level")),
        cut < 0 ? id : id.substring(0, cut));
  }

  /** A row of Resource Graph. */
  static Optional<FoundVm> foundVm(JsonNode row) {
    return foundVm(row, row.path("computer"));
  }

  /** An entry of a subscription's list of VMs. */
  static Optional<FoundVm> listedVm(JsonNode vm) {
    return foundVm(vm, vm.at("/properties/osProfile/computerName"));
  }

  /** An instance of a uniform scale set, with its instance view. */
  static Optional<FoundVm> instance(JsonNode instance) {
    return foundVm(instance, instance.at("/properties/osProfile/computerName"))
        .map(
            vm ->
                new FoundVm(
                    vm.id(), vm.location(), powerState(instance), vm.computerName(), vm.via()));
  }

  private static Optional<String> powerState(JsonNode vm) {
    return ArmJson.objects(
            vm.at("/properties/instanceView/statuses"), each -> ArmJson.raw(each.path("code")))
        .stream()
        .filter(code -> code.regionMatches(true, 0, "PowerState/", 0, "PowerState/".length()))
        .map(code -> code.substring("PowerState/".length()))
        .findFirst();
  }

  private static Optional<FoundVm> foundVm(JsonNode row, JsonNode computer) {
    try {
      return Optional.of(
          new FoundVm(
              VmId.parse(ArmJson.raw(row.path("id"))),
              ArmJson.text(row.path("location")),
              ArmJson.text(row.path("power"))
                  .map(code -> code.substring(code.lastIndexOf('/') + 1)),
              ArmJson.text(computer),
              List.of()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The metrics of a reply; an interval without any value is left out. */
  static List<Metric> metrics(JsonNode reply) {
    return ArmJson.objects(
        reply.path("value"),
        metric ->
            new Metric(
                ArmJson.raw(metric.path("name").path("value")),
                ArmJson.text(metric.path("unit")),
                ArmJson.objects(metric.path("timeseries"), series -> series.path("data")).stream()
                    .flatMap(data -> ArmJson.objects(data, ManagementMapping::sample).stream())
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Metric.Sample::at))
                    .limit(MAX_SAMPLES)
                    .toList()));
  }

  private static Optional<Metric.Sample> sample(JsonNode sample) {
    Optional<Long> average = rounded(sample.path("average"));
    Optional<Long> minimum = rounded(sample.path("minimum"));
    Optional<Long> maximum = rounded(sample.path("maximum"));
    return average.isEmpty() && minimum.isEmpty() && maximum.isEmpty()
        ? Optional.empty()
        : ArmJson.instant(sample.path("timeStamp"))
            .map(at -> new Metric.Sample(at, average, minimum, maximum));
  }

  private static Optional<Long> rounded(JsonNode number) {
    return number.isNumber() && Double.isFinite(number.doubleValue())
        ? Optional.of(Math.round(number.doubleValue()))
        : Optional.empty();
  }

  /** A row of Resource Graph; nothing where it is no link of a private DNS zone. */
  static Optional<PrivateDnsLink> privateDnsLink(JsonNode row) {
    String id = ArmJson.raw(row.path("id"));
    return ArmShape.type(id).equals("microsoft.network/privatednszones/virtualnetworklinks")
        ? Optional.of(
            new PrivateDnsLink(
                id,
                ArmId.segmentAfter(id, "privateDnsZones"),
                ArmJson.text(row.path("properties").path("virtualNetworkLinkState"))))
        : Optional.empty();
  }

  static Subscription subscription(JsonNode reply) {
    return new Subscription(
        ArmJson.raw(reply.path("subscriptionId")),
        ArmJson.raw(reply.path("displayName")),
        ArmJson.raw(reply.path("state")),
        ArmJson.text(reply.path("tenantId")));
  }

  static RoleAssignment roleAssignment(JsonNode assignment) {
    JsonNode properties = assignment.path("properties");
    return new RoleAssignment(
        ArmJson.raw(assignment.path("id")),
        ArmJson.raw(properties.path("roleDefinitionId")),
        ArmJson.raw(properties.path("principalId")),
        ArmJson.text(properties.path("principalType")),
        ArmJson.raw(properties.path("scope")));
  }

  /** What Resource Graph says stands at an address; nothing where the row has another address. */
  static Optional<NextHopAppliance> appliance(String address, JsonNode row) {
    JsonNode properties = row.path("properties");
    boolean hasIt =
        Stream.of("ipConfigurations", "frontendIPConfigurations")
            .flatMap(list -> ArmJson.objects(properties.path(list), front -> front).stream())
            .anyMatch(
                front ->
                    ArmJson.raw(front.path("properties").path("privateIPAddress")).equals(address));
    return hasIt
        ? Optional.of(
            new NextHopAppliance(
                address,
                ArmJson.raw(row.path("id")),
                ArmJson.raw(row.path("type")),
                ArmJson.flag(properties.path("enableIPForwarding")),
                ArmJson.text(properties.path("virtualMachine").path("id"))))
        : Optional.empty();
  }
}
