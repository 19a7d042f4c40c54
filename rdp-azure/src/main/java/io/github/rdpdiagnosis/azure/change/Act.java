package io.github.rdpdiagnosis.azure.change;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.azure.change.ArmWrites.Reply;
import io.github.rdpdiagnosis.azure.change.ArmWrites.Write;
import io.github.rdpdiagnosis.azure.guest.StaticScript;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.azure.winrm.WinRmException;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** An operation as requests: how its target's state is read, and how the wanted one is written. */
abstract class Act {
  private static final String COMPUTE = "?api-version=2025-04-01";
  private static final String NETWORK = "?api-version=2025-03-01";
  private static final String SECURITY = "?api-version=2020-01-01";

  private static final int MOST_PAGES = 20;

  final ArmWrites arm;
  private final Operation operation;

  private Act(ArmWrites arm, Operation operation) {
    this.arm = arm;
    this.operation = operation;
  }

  static Act of(
      Operation operation, ArmWrites arm, Optional<Secret> password, Optional<WinRm> winRm) {
    if (operation instanceof PowerChange power) {
      return new Power(arm, power);
    } else if (operation instanceof SizeChange size) {
      return new Size(arm, size);
    } else if (operation instanceof ResourceChange resource) {
      return new Resource(arm, resource);
    } else if (operation instanceof PublicIpAssociation association) {
      return new Association(arm, association);
    } else if (operation instanceof JitRequest jit) {
      return new Jit(arm, jit);
    } else if (operation instanceof RemoteDesktopReset reset) {
      return new Reset(arm, reset, password);
    } else if (operation instanceof GuestChange guest) {
      return winRm.isPresent()
          ? new GuestThroughWinRm(arm, guest, winRm.get())
          : new Guest(arm, guest);
    }
    throw new IllegalStateException("no requests for " + operation.getClass());
  }

  /** Where the target stands now. */
  abstract Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal;

  /** Sends the one write. A reply below 300 only says that it was taken. */
  abstract Reply write(Stand at, Deadline deadline)
      throws IOException, InterruptedException, Refusal;

  /** Whether reading the state would not tell that it was carried out. */
  boolean leavesNoTrace() {
    return false;
  }

  /** The right that a write needs: the last of those that the operation names. */
  String permission() {
    List<String> all = operation.permissions();
    return all.get(all.size() - 1);
  }

  /** A resource, or empty where there is none. */
  Optional<Reply> read(String path, Deadline deadline)
      throws IOException, InterruptedException, Refusal {
    return read(path, operation.permissions().get(0), deadline);
  }

  Optional<Reply> read(String path, String permission, Deadline deadline)
      throws IOException, InterruptedException, Refusal {
    Reply reply = arm.get(path, deadline);
    if (reply.status() == 200) {
      return Optional.of(reply);
    }
    if (reply.status() == 404) {
      return Optional.empty();
    }
    if (reply.status() >= 500) {
      throw new IOException("Azure could not be read (" + reply.said() + ")");
    }
    throw Refusal.of(reply, permission);
  }

  JsonNode vm(String id, Deadline deadline) throws IOException, InterruptedException, Refusal {
    return read(id + COMPUTE + "&$expand=instanceView", deadline)
        .orElseThrow(() -> new Refusal(StepOutcome.Kind.REFUSED, "Azure knows no such VM"))
        .body();
  }

  static String power(JsonNode vm) {
    for (JsonNode status : vm.path("properties").path("instanceView").path("statuses")) {
      String code = status.path("code").asText("");
      if (code.startsWith("PowerState/")) {
        return code.substring("PowerState/".length()).toLowerCase(Locale.ROOT);
      }
    }
    return "unknown";
  }

  /** Run Command and extensions hang where no agent answers. */
  void requireAgent(String id, Deadline deadline)
      throws IOException, InterruptedException, Refusal {
    JsonNode vm = vm(id, deadline);
    if (!power(vm).equals("running")) {
      throw new Refusal(StepOutcome.Kind.REFUSED, "it needs a running VM; it is " + power(vm));
    }
    boolean ready =
        StreamSupport.stream(
                vm.path("properties")
                    .path("instanceView")
                    .path("vmAgent")
                    .path("statuses")
                    .spliterator(),
                false)
            .anyMatch(status -> status.path("displayStatus").asText("").equals("Ready"));
    if (!ready) {
      throw new Refusal(StepOutcome.Kind.REFUSED, "it needs the VM agent, which is not ready");
    }
  }

  private static boolean isWorking(JsonNode resource) {
    return resource
        .path("properties")
        .path("provisioningState")
        .asText("")
        .matches("(?i)creating|updating|deleting|migrating");
  }

  private static final class Power extends Act {
    private final PowerChange change;

    Power(ArmWrites arm, PowerChange change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      String power = power(vm(change.target(), deadline));
      if (power.matches("starting|stopping|deallocating")) {
        return Stand.of(Stand.Kind.UNDER_WAY, power);
      }
      return leavesNoTrace()
          ? Stand.of(
              power.equals("running") ? Stand.Kind.BEFORE : Stand.Kind.OTHER, "the VM is " + power)
          : Stand.between(power, change.expected(), change.after());
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException {
      String path = change.target() + "/" + change.action().segment() + COMPUTE;
      return arm.send(new Write(HttpMethod.POST, path, Optional.empty(), Map.of()), deadline);
    }

    @Override
    boolean leavesNoTrace() {
      return change.action().leavesNoTrace();
    }
  }

  private static final class Size extends Act {
    private final SizeChange change;

    Size(ArmWrites arm, SizeChange change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      JsonNode vm = vm(change.target(), deadline);
      if (isWorking(vm)) {
        return Stand.of(Stand.Kind.UNDER_WAY, "the VM is being changed");
      }
      return Stand.between(
          vm.path("properties").path("hardwareProfile").path("vmSize").asText(""),
          change.expected(),
          change.wanted());
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException, Refusal {
      requireRoom(deadline);
      Map<String, ?> body =
          Map.of("properties", Map.of("hardwareProfile", Map.of("vmSize", change.wanted())));
      return arm.send(
          new Write(HttpMethod.PATCH, change.target() + COMPUTE, Optional.of(body), Map.of()),
          deadline);
    }

    /** Sizes and quotas are asked for right before: Azure would restart the VM and then refuse. */
    private void requireRoom(Deadline deadline) throws IOException, InterruptedException, Refusal {
      JsonNode vm = vm(change.target(), deadline);
      String region = vm.path("location").asText("").toLowerCase(Locale.ROOT).replace(" ", "");
      if (!region.matches("[a-z0-9]{1,40}")) {
        throw new IOException("Azure does not say in which region the VM is");
      }
      OfferedSizes offered =
          new OfferedSizes(
              list(change.target() + "/vmSizes", SizeChange.READ_SIZES, deadline),
              list(
                  change.target().replaceFirst("(?i)/resourceGroups/.*", "")
                      + "/providers/Microsoft.Compute/locations/"
                      + region
                      + "/usages",
                  SizeChange.READ_QUOTA,
                  deadline));
      Optional<String> refusal = offered.refusal(change, vm);
      if (refusal.isPresent()) {
        throw new Refusal(StepOutcome.Kind.REFUSED, refusal.get());
      }
    }

    private List<JsonNode> list(String path, String permission, Deadline deadline)
        throws IOException, InterruptedException, Refusal {
      List<JsonNode> all = new ArrayList<>();
      Optional<Reply> reply = read(path + COMPUTE, permission, deadline);
      for (int page = 0; reply.isPresent() && page < MOST_PAGES; page++) {
        reply.get().body().path("value").forEach(all::add);
        String next = reply.get().body().path("nextLink").asText("");
        reply = next.isEmpty() ? Optional.empty() : Optional.of(page(next, permission, deadline));
      }
      return all;
    }

    private Reply page(String next, String permission, Deadline deadline)
        throws IOException, InterruptedException, Refusal {
      Reply reply;
      try {
        reply = arm.poll(new URI(next), deadline);
      } catch (URISyntaxException | IllegalArgumentException e) {
        throw new IOException("Azure's reply goes on at an address that is none");
      }
      if (reply.status() != 200) {
        throw Refusal.of(reply, permission);
      }
      return reply;
    }
  }

  private static final class Resource extends Act {
    private final ResourceChange change;

    Resource(ArmWrites arm, ResourceChange change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      Optional<Reply> reply = read(change.id() + NETWORK, deadline);
      if (reply.isEmpty()) {
        return Stand.of(
            change.wanted().isEmpty()
                ? Stand.Kind.AFTER
                : change.expected().isEmpty() ? Stand.Kind.BEFORE : Stand.Kind.OTHER,
            "absent");
      }
      JsonNode resource = reply.get().body();
      Optional<String> etag =
          reply.get().etag().or(() -> Optional.ofNullable(resource.path("etag").textValue()));
      Stand.Kind kind = Stand.Kind.OTHER;
      if (isWorking(resource)) {
        kind = Stand.Kind.UNDER_WAY;
      } else if (is(resource, change.wanted())) {
        kind = Stand.Kind.AFTER;
      } else if (is(resource, change.expected())) {
        kind = Stand.Kind.BEFORE;
      }
      return new Stand(
          kind,
          "it has other values",
          etag,
          change.wanted().isEmpty() ? Optional.of(properties(resource)) : Optional.empty());
    }

    /** All that makes it up again: what Azure only reports is left out. */
    private static Map<String, Object> properties(JsonNode resource) {
      Map<String, Object> all = new TreeMap<>();
      resource
          .path("properties")
          .properties()
          .forEach(
              field -> {
                if (!field.getKey().equals("provisioningState") && !field.getValue().isNull()) {
                  all.put(
                      field.getKey(),
                      StrictJson.mapper().convertValue(field.getValue(), Object.class));
                }
              });
      return all;
    }

    /** ARM adds fields and leaves empty lists out or in: what was asked for counts. */
    private static boolean is(JsonNode resource, Optional<Map<String, Object>> state) {
      if (state.isEmpty()) {
        return false;
      }
      JsonNode properties = resource.path("properties");
      JsonNode wanted = StrictJson.mapper().valueToTree(state.get());
      for (Map.Entry<String, JsonNode> field : wanted.properties()) {
        JsonNode found = properties.path(field.getKey());
        boolean bothEmpty = field.getValue().isEmpty() && field.getValue().isArray();
        if (bothEmpty ? found.size() > 0 : !same(field.getValue(), found)) {
          return false;
        }
      }
      return true;
    }

    private static boolean same(JsonNode wanted, JsonNode found) {
      return wanted.isTextual()
          ? wanted.asText().equalsIgnoreCase(found.asText(""))
          : wanted.isNumber() ? wanted.asLong() == found.asLong(-1) : wanted.equals(found);
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException {
      Map<HttpHeaderName, String> headers =
          change.expected().isEmpty()
              ? Map.of(HttpHeaderName.IF_NONE_MATCH, "*")
              : at.etag().map(tag -> Map.of(HttpHeaderName.IF_MATCH, tag)).orElse(Map.of());
      return arm.send(
          new Write(
              change.wanted().isPresent() ? HttpMethod.PUT : HttpMethod.DELETE,
              change.id() + NETWORK,
              change.wanted().map(state -> Map.of("properties", state)),
              headers),
          deadline);
    }
  }

  /** The whole NIC is written as it was read, but for the one field, and only if it still is so. */
  private static final class Association extends Act {
    private final PublicIpAssociation change;

    Association(ArmWrites arm, PublicIpAssociation change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      Reply reply = nic(deadline);
      JsonNode nic = reply.body();
      Optional<String> etag =
          reply.etag().or(() -> Optional.ofNullable(nic.path("etag").textValue()));
      if (isWorking(nic)) {
        return Stand.of(Stand.Kind.UNDER_WAY, "the NIC is being changed");
      }
      String has =
          configuration(nic).path("properties").path("publicIPAddress").path("id").asText("");
      boolean ours = has.equalsIgnoreCase(change.publicIp());
      if (!ours && !has.isEmpty()) {
        return Stand.of(Stand.Kind.OTHER, "it has the public address " + has);
      }
      if (ours == change.associated()) {
        return Stand.of(Stand.Kind.AFTER, change.after());
      }
      Optional<String> elsewhere = change.associated() ? attachedTo(deadline) : Optional.empty();
      return new Stand(
          elsewhere.isPresent() ? Stand.Kind.OTHER : Stand.Kind.BEFORE,
          elsewhere.map(id -> "the public address belongs to " + id).orElse(change.before()),
          etag,
          Optional.empty());
    }

    private Reply nic(Deadline deadline) throws IOException, InterruptedException, Refusal {
      return read(change.nic() + NETWORK, deadline)
          .orElseThrow(() -> new Refusal(StepOutcome.Kind.REFUSED, "Azure knows no such NIC"));
    }

    private JsonNode configuration(JsonNode nic) throws Refusal {
      for (JsonNode each : nic.path("properties").path("ipConfigurations")) {
        if (each.path("name").asText("").equalsIgnoreCase(change.ipConfiguration())) {
          return each;
        }
      }
      throw new Refusal(StepOutcome.Kind.REFUSED, "the NIC has no such IP configuration");
    }

    /** What has the public address now. */
    private Optional<String> attachedTo(Deadline deadline)
        throws IOException, InterruptedException, Refusal {
      JsonNode address =
          read(change.publicIp() + NETWORK, PublicIpAssociation.READ_ADDRESS, deadline)
              .orElseThrow(
                  () -> new Refusal(StepOutcome.Kind.REFUSED, "Azure knows no such public address"))
              .body();
      return Optional.ofNullable(
          address.path("properties").path("ipConfiguration").path("id").textValue());
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException, Refusal {
      Reply reply = nic(deadline);
      ObjectNode nic = reply.body().deepCopy();
      ObjectNode properties = (ObjectNode) configuration(nic).path("properties");
      if (change.associated()) {
        properties.putObject("publicIPAddress").put("id", change.publicIp());
      } else {
        properties.remove("publicIPAddress");
      }
      Map<String, Object> body = new TreeMap<>();
      for (String part : List.of("location", "tags", "extendedLocation", "properties")) {
        if (nic.has(part)) {
          body.put(part, nic.get(part));
        }
      }
      // The ETag of the comparison: what somebody changed since then stays.
      return arm.send(
          new Write(
              HttpMethod.PUT,
              change.nic() + NETWORK,
              Optional.of(body),
              at.etag().map(tag -> Map.of(HttpHeaderName.IF_MATCH, tag)).orElse(Map.of())),
          deadline);
    }
  }

  private static final class Jit extends Act {
    private final JitRequest change;

    Jit(ArmWrites arm, JitRequest change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      JsonNode policy =
          read(change.policyId() + SECURITY, deadline)
              .orElseThrow(
                  () -> new Refusal(StepOutcome.Kind.REFUSED, "Azure knows no such policy"))
              .body();
      if (ports(policy.path("properties").path("requests")).stream().anyMatch(this::isInForce)) {
        return Stand.of(Stand.Kind.AFTER, change.after());
      }
      boolean covered =
          ports(policy.path("properties")).stream()
              .anyMatch(port -> port.path("number").asInt(-1) == change.port().number());
      return covered
          ? Stand.of(Stand.Kind.BEFORE, change.before())
          : Stand.of(Stand.Kind.OTHER, "the policy does not cover that port of the VM");
    }

    /** The entries about the port's VM below an object, or below each of a list. */
    private List<JsonNode> ports(JsonNode owner) {
      List<JsonNode> ports = new ArrayList<>();
      Iterable<JsonNode> owners = owner.isArray() ? owner : List.of(owner);
      for (JsonNode each : owners) {
        for (JsonNode vm : each.path("virtualMachines")) {
          if (vm.path("id").asText("").equalsIgnoreCase(change.vm().toString())) {
            vm.path("ports").forEach(ports::add);
          }
        }
      }
      return ports;
    }

    private boolean isInForce(JsonNode port) {
      if (port.path("number").asInt(-1) != change.port().number()
          || !port.path("status").asText("").equalsIgnoreCase("Initiated")
          || !sources(port).contains(change.source().toString())) {
        return false;
      }
      try {
        return OffsetDateTime.parse(port.path("endTimeUtc").asText(""))
            .toInstant()
            .isAfter(Instant.now());
      } catch (DateTimeParseException e) {
        return false;
      }
    }

    private static List<String> sources(JsonNode port) {
      List<String> sources = new ArrayList<>();
      sources.add(port.path("allowedSourceAddressPrefix").asText(""));
      port.path("allowedSourceAddressPrefixes").forEach(each -> sources.add(each.asText("")));
      return sources.stream().map(each -> each.contains("/") ? each : each + "/32").toList();
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException {
      Map<String, ?> port =
          Map.of(
              "number",
              change.port().number(),
              "allowedSourceAddressPrefix",
              change.source().toString(),
              "endTimeUtc",
              Instant.now().plus(change.span()).atOffset(ZoneOffset.UTC).toString());
      Map<String, ?> body =
          Map.of(
              "virtualMachines",
              List.of(Map.of("id", change.vm().toString(), "ports", List.of(port))),
              "justification",
              "Remote Desktop, requested through rdpdiag");
      return arm.send(
          new Write(
              HttpMethod.POST,
              change.policyId() + "/initiate" + SECURITY,
              Optional.of(body),
              Map.of()),
          deadline);
    }
  }

  private static final class Reset extends Act {
    private final RemoteDesktopReset change;
    private final Optional<Secret> password;

    Reset(ArmWrites arm, RemoteDesktopReset change, Optional<Secret> password) {
      super(arm, change);
      this.change = change;
      this.password = password;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      Optional<Reply> reply = read(change.target() + COMPUTE, deadline);
      if (reply.isEmpty()) {
        return Stand.of(Stand.Kind.BEFORE, "VMAccess has not run");
      }
      JsonNode extension = reply.get().body();
      String type = extension.path("properties").path("type").asText("");
      if (!type.equalsIgnoreCase("VMAccessAgent")) {
        return Stand.of(Stand.Kind.OTHER, "the extension of that name is another one");
      }
      if (isWorking(extension)) {
        return Stand.of(Stand.Kind.UNDER_WAY, "VMAccess is at work");
      }
      if (!extension.path("properties").path("forceUpdateTag").asText("").equals(change.tag())) {
        return Stand.of(Stand.Kind.BEFORE, "VMAccess ran before, not for this");
      }
      String state = extension.path("properties").path("provisioningState").asText("");
      return state.equalsIgnoreCase("Succeeded")
          ? Stand.of(Stand.Kind.AFTER, change.after())
          : Stand.of(Stand.Kind.OTHER, "VMAccess ended with " + state.replaceAll("[^A-Za-z]", ""));
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException, Refusal {
      if (change.account().isPresent() && password.filter(p -> !p.isEmpty()).isEmpty()) {
        throw new Refusal(StepOutcome.Kind.REFUSED, "it needs a password, and none was given");
      }
      requireAgent(change.vm().toString(), deadline);
      Map<String, Object> properties = new TreeMap<>();
      properties.put("publisher", "Microsoft.Compute");
      properties.put("type", "VMAccessAgent");
      properties.put("typeHandlerVersion", "2.4");
      properties.put("autoUpgradeMinorVersion", true);
      properties.put("forceUpdateTag", change.tag());
      properties.put(
          "settings", change.account().map(name -> Map.of("UserName", name)).orElse(Map.of()));
      if (change.account().isPresent()) {
        properties.put("protectedSettings", Map.of("Password", password.orElseThrow().reveal()));
      }
      return arm.send(
          new Write(
              HttpMethod.PUT,
              change.target() + COMPUTE,
              Optional.of(Map.of("location", change.location(), "properties", properties)),
              Map.of()),
          deadline);
    }
  }

  private static final class Guest extends Act {
    private final GuestChange change;

    Guest(ArmWrites arm, GuestChange change) {
      super(arm, change);
      this.change = change;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      requireAgent(change.vm().toString(), deadline);
      Reply reply = LongRunning.end(arm, run("read", deadline), deadline);
      return GuestScript.stand(LongRunning.output(reply), change);
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException, Refusal {
      return run("set", deadline);
    }

    private Reply run(String mode, Deadline deadline)
        throws IOException, InterruptedException, Refusal {
      Map<String, String> parameters = new TreeMap<>(change.parameters());
      parameters.put("Mode", mode);
      Map<String, ?> body =
          Map.of(
              "commandId",
              "RunPowerShellScript",
              "script",
              GuestScript.text().lines().toList(),
              "parameters",
              parameters.entrySet().stream()
                  .map(p -> Map.of("name", p.getKey(), "value", p.getValue()))
                  .toList());
      Reply reply =
          arm.send(
              new Write(
                  HttpMethod.POST,
                  change.vm() + "/runCommand" + COMPUTE,
                  Optional.of(body),
                  Map.of()),
              deadline);
      if (mode.equals("read") && reply.status() >= 400 && reply.status() < 500) {
        throw Refusal.of(reply, permission());
      }
      return reply;
    }
  }

  /** The same script through WinRM: what it says of the computer must be what Azure says. */
  private static final class GuestThroughWinRm extends Act {
    private final GuestChange change;
    private final WinRm winRm;

    GuestThroughWinRm(ArmWrites arm, GuestChange change, WinRm winRm) {
      super(arm, change);
      this.change = change;
      this.winRm = winRm;
    }

    @Override
    Stand stand(Deadline deadline) throws IOException, InterruptedException, Refusal {
      JsonNode vm = vm(change.vm().toString(), deadline);
      String output = run("read", deadline);
      String said = GuestScript.said(output, change).map(GuestScript.Said::computer).orElse("");
      if (!said.equalsIgnoreCase(computerName(vm))) {
        throw new Refusal(
            StepOutcome.Kind.REFUSED,
            "the computer that answers through WinRM does not say that it is "
                + change.vm().name());
      }
      return GuestScript.stand(output, change);
    }

    /** What the agent reports; where there is none, the name that the VM was given. */
    private static String computerName(JsonNode vm) {
      JsonNode properties = vm.path("properties");
      String reported = properties.path("instanceView").path("computerName").asText("");
      return reported.isEmpty()
          ? properties.path("osProfile").path("computerName").asText("?")
          : reported;
    }

    @Override
    Reply write(Stand at, Deadline deadline) throws IOException, InterruptedException {
      run("set", deadline);
      return new Reply(
          200, MissingNode.getInstance(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String run(String mode, Deadline deadline) throws IOException, InterruptedException {
      Map<String, String> parameters = new TreeMap<>(change.parameters());
      parameters.put("Mode", mode);
      try {
        return winRm.run(StaticScript.CHANGE, parameters, deadline);
      } catch (WinRmException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
