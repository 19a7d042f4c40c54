package io.github.rdpdiagnosis.samples;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An Azure Resource Manager on loopback that knows a few made-up VMs: replies have the full shape
 * of real ones, and writes do what they do in Azure. Plain http, any bearer token.
 */
public final class ArmStub implements AutoCloseable {
  private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
  private static final String RESOURCE_GROUP = SUBSCRIPTION + "/resourceGroups/demo";
  private static final String WATCHER =
      SUBSCRIPTION
          + "/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network"
          + "/networkWatchers/NetworkWatcher_westeurope";
  private static final String NIC = "/providers/Microsoft.Network/networkInterfaces/NAME-nic";
  private static final String IP = "/ipConfigurations/ipconfig1";
  private static final String BALANCER = "/providers/Microsoft.Network/loadBalancers/NAME-lb";
  private static final JsonMapper JSON = new JsonMapper();

  private static final String DOCUMENTS = "documents";

  /** The POSTs that change something; others ask. */
  private static final String ACTIONS =
      ".*/(start|restart|redeploy|deallocate|powerOff|runCommand|initiate)";

  private final WireMockServer server =
      new WireMockServer(
          options()
              .bindAddress("127.0.0.1")
              .dynamicPort()
              .disableRequestJournal()
              .containerThreads(12)
              .extensions(new Documents()));

  private final ArmState state = new ArmState();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> faults = request -> Fault.NONE;
  private volatile Runnable afterWrite = () -> {};
  private volatile Consumer<String> beforeAnswer = request -> {};

  /** What Resource Graph says of each VM, by name. */
  private final Map<String, String> rows = new ConcurrentSkipListMap<>();

  private ArmStub() {
    server.addMockServiceRequestListener(
        (request, response) ->
            requests.add(request.getMethod() + " " + request.getUrl().replaceFirst("\\?.*", "")));
    answerFromDocuments();
  }

  /** What goes wrong with a write. */
  public enum Fault {
    /** Nothing. */
    NONE(0, ""),
    /** Refused for want of a right. */
    FORBIDDEN(403, "AuthorizationFailed"),
    /** Refused because of other work. */
    CONFLICT(409, "AnotherOperationInProgress"),
    /** Refused because the resource was changed. */
    PRECONDITION(412, "PreconditionFailed"),
    /** Not done, with an error of Azure itself. */
    ERROR(500, "InternalServerError"),
    /** Done, and answered with an error of Azure itself. */
    ERROR_AFTER(500, "InternalServerError");

    private final int status;
    private final String code;

    Fault(int status, String code) {
      this.status = status;
      this.code = code;
    }
  }

  /**
   * Plants faults in writes.
   *
   * @param chosen asked before each write, with method and path such as {@code PUT
   *     /subscriptions/…}; can wait, or change something itself
   * @return this stub
   */
  public ArmStub faults(Function<String, Fault> chosen) {
    faults = chosen;
    return this;
  }

  /**
   * Calls something after each write that was carried out.
   *
   * @param action what
   * @return this stub
   */
  public ArmStub afterWrite(Runnable action) {
    afterWrite = action;
    return this;
  }

  /**
   * Calls something before each answer from what it knows.
   *
   * @param action is given method and path
   * @return this stub
   */
  public ArmStub beforeAnswer(Consumer<String> action) {
    beforeAnswer = action;
    return this;
  }

  /**
   * Adds or replaces a document, as somebody would in the portal.
   *
   * @param id its ARM id
   * @param json the whole document
   * @return this stub
   */
  public ArmStub document(String id, String json) {
    state.put(id, json);
    return this;
  }

  /** Forgets all VMs, planted faults and requests. */
  public void forget() {
    server.resetMappings();
    answerFromDocuments();
    state.forget();
    rows.clear();
    requests.clear();
    faults = request -> Fault.NONE;
    afterWrite = () -> {};
    beforeAnswer = request -> {};
  }

  private void answerFromDocuments() {
    // What no VM answers to: none.
    server.stubFor(
        post(urlPathEqualTo("/providers/Microsoft.ResourceGraph/resources"))
            .willReturn(okJson("{\"totalRecords\":0,\"data\":[]}")));
    server.stubFor(
        any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers(DOCUMENTS)));
  }

  /**
   * All that it knows, without ETags: equal texts are equal states.
   *
   * @return one text
   */
  public String state() {
    return state.all();
  }

  /**
   * Takes note of all that it knows now.
   *
   * @return brings it back to that
   */
  public Runnable remember() {
    return state.remember();
  }

  /** Answers what no other stub is about from the documents. */
  private final class Documents implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      Request request = event.getRequest();
      String method = request.getMethod().getName();
      String path = request.getUrl().replaceFirst("\\?.*", "");
      beforeAnswer.accept(method + " " + path);
      boolean writes =
          method.matches("PUT|PATCH|DELETE") || (method.equals("POST") && path.matches(ACTIONS));
      Fault fault = writes ? faults.apply(method + " " + path) : Fault.NONE;
      if (fault != Fault.NONE && fault != Fault.ERROR_AFTER) {
        return response(ArmState.Answer.error(fault.status, fault.code));
      }
      Map<String, String> conditions = new HashMap<>();
      for (String header : List.of("If-Match", "If-None-Match")) {
        Optional.ofNullable(request.getHeader(header))
            .ifPresent(value -> conditions.put(header, value));
      }
      ArmState.Answer answer = state.answer(method, path, request.getBodyAsString(), conditions);
      if (writes && answer.status() < 300) {
        afterWrite.run();
      }
      return response(
          fault == Fault.ERROR_AFTER ? ArmState.Answer.error(fault.status, fault.code) : answer);
    }

    private ResponseDefinition response(ArmState.Answer answer) {
      ResponseDefinitionBuilder response =
          aResponse()
              .withStatus(answer.status())
              .withHeader("Content-Type", "application/json; charset=utf-8")
              .withBody(answer.body());
      answer.etag().ifPresent(etag -> response.withHeader("ETag", etag));
      answer.operation().ifPresent(o -> response.withHeader("Azure-AsyncOperation", url() + o));
      return response.build();
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }

    @Override
    public String getName() {
      return DOCUMENTS;
    }
  }

  /**
   * Starts one on a free port.
   *
   * @return the stub
   */
  public static ArmStub start() {
    ArmStub stub = new ArmStub();
    stub.server.start();
    return stub;
  }

  /**
   * Where it listens.
   *
   * @return the URL to give as {@code --cloud}
   */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * What was asked of it so far.
   *
   * @return method and path of each request, such as {@code GET /subscriptions/…}
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Adds a VM with a NIC, a Standard public address, a subnet and an NSG on the NIC that lets RDP
   * in.
   *
   * @param name the VM's name
   * @param address the public address that it is said to have
   * @param rdpPort the port that the NSG's rule is about
   * @return the VM, to plant faults in
   */
  public StubVm vm(String name, String address, int rdpPort) {
    StubVm vm = new StubVm(name);
    vm.values.putAll(
        Map.of(
            "name",
            name,
            "rg",
            RESOURCE_GROUP,
            "address",
            address,
            "port",
            Integer.toString(rdpPort),
            "power",
            "running",
            "agent",
            "ProvisioningState/succeeded"));
    vm.values.putAll(Map.of("coresLimit", "100", "familyLimit", "100"));
    vm.values.putAll(Map.of("subscription", SUBSCRIPTION, "vm", vm.id(), "watcher", WATCHER));
    vm.values.put("subnet", vm.filled("subnet"));
    vm.values.put("nicFront", vm.filled("front-address"));
    vm.values.put("addressOf", vm.values.get("rg") + NIC.replace("NAME", name) + IP);
    vm.values.put("rules", vm.filled("rule-allow-rdp"));
    vm.decides("Allow", "AllowRdp", "300");
    vm.publish();
    return vm;
  }

  @Override
  public void close() {
    server.stop();
  }

  /** One made-up VM. */
  public final class StubVm {
    private final String name;
    private final Map<String, String> values = new HashMap<>();

    private StubVm(String name) {
      this.name = name;
    }

    /**
     * The VM's ARM id.
     *
     * @return the id to give as {@code --vm}
     */
    public String id() {
      return RESOURCE_GROUP + "/providers/Microsoft.Compute/virtualMachines/" + name;
    }

    /**
     * Plants a power state.
     *
     * @param state such as {@code deallocated}
     * @return this VM
     */
    public StubVm power(String state) {
      values.put("power", state);
      publish();
      return this;
    }

    /**
     * Plants quotas of the region, of which 4 cores each are in use.
     *
     * @param cores the most cores in all
     * @param family the most cores of the family of the VM's size
     * @return this VM
     */
    public StubVm quotas(int cores, int family) {
      values.put("coresLimit", Integer.toString(cores));
      values.put("familyLimit", Integer.toString(family));
      publish();
      return this;
    }

    /**
     * Plants an NSG without any rule of its own.
     *
     * @return this VM
     */
    public StubVm withoutRules() {
      values.put("rules", "");
      values.putAll(
          Map.of(
              "access",
              "Deny",
              "decidingName",
              "defaultSecurityRules/DenyAllInBound",
              "decidingId",
              "",
              "decidingRule",
              ""));
      publish();
      return this;
    }

    /**
     * Plants a rule that denies RDP before the one that allows it.
     *
     * @return this VM
     */
    public StubVm denyingRdp() {
      values.put("rules", filled("rule-allow-rdp") + "," + filled("rule-deny-rdp"));
      decides("Deny", "DenyRdp", "200");
      publish();
      return this;
    }

    /**
     * Plants a missing right: the NSG cannot be read.
     *
     * @return this VM
     */
    public StubVm nsgForbidden() {
      String nsg =
          RESOURCE_GROUP + "/providers/Microsoft.Network/networkSecurityGroups/" + name + "-nsg";
      values.put("action", "Microsoft.Network/networkSecurityGroups/read");
      values.put("scope", nsg);
      reply(nsg, 403, filled("error-403"));
      return this;
    }

    /**
     * Puts the public address on a load balancer, with an inbound NAT rule to this VM.
     *
     * @param frontendPort the port that clients connect to
     * @param backendPort the port of the VM that it leads to
     * @return this VM
     */
    public StubVm behindNatRule(int frontendPort, int backendPort) {
      values.put("frontendPort", Integer.toString(frontendPort));
      values.put("backendPort", Integer.toString(backendPort));
      String balancer = RESOURCE_GROUP + BALANCER.replace("NAME", name);
      values.put("balancer", balancer);
      values.put("natRule", filled("nat-rule"));
      values.put("nicFront", filled("front-nat-rule"));
      values.put("addressOf", balancer + "/frontendIPConfigurations/front");
      state.put(balancer, filled("load-balancer"));
      state.put(balancer + "/inboundNatRules/rdp", filled("nat-rule"));
      publish();
      return this;
    }

    /**
     * Lets Run Command answer at once.
     *
     * @param output what the script is said to have printed
     * @return this VM
     */
    public StubVm runningScripts(String output) {
      state.output(id(), output);
      return this;
    }

    /**
     * Sets what the script of changes finds in the guest.
     *
     * @param word the setting's name in the script, such as {@code denyconnections}
     * @param value its value
     * @return this VM
     */
    public StubVm guestSetting(String word, int value) {
      state.setting(id(), word, value);
      return this;
    }

    /**
     * Runs one of the library's scripts in the guest, as Run Command does.
     *
     * @param parameters of the script
     * @return what it prints
     */
    public String runScript(Map<String, String> parameters) {
      return state.printed(id(), parameters);
    }

    /**
     * Lets Run Command answer with the record of a guest whose policy denies Remote Desktop.
     *
     * @return this VM
     */
    public StubVm deniedByPolicy() {
      return runningScripts(deniedRecord());
    }

    /**
     * Lets the collector print the record of a guest that listens on another port, which the script
     * of changes knows as well.
     *
     * @param port PortNumber
     * @return this VM
     */
    public StubVm listeningOn(int port) {
      guestSetting("listenerport", port);
      return runningScripts(record("fDenyTSConnections=0\nlistener.PortNumber=" + port + "\n"));
    }

    private String deniedRecord() {
      return record("fDenyTSConnections=0\npolicy.fDenyTSConnections=1\n");
    }

    private String record(String terminalServer) {
      String body =
          "@host\ncomputerName="
              + name
              + "\nmachineId=00000000000000aa\nbuild=20348.2849\n@ts\n"
              + terminalServer
              + "@network\n+adapter interface:4|mac:000D3A000004|admin:1|media:1|device:VMBUS|driver:1\n";
      byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
      String sum = sha256(bytes);
      return String.format(
          Locale.ROOT,
          "RDPDIAG-GUEST 1 plain sections=host,ts,network left= bytes=%d sha256=%s%n%sRDPDIAG-END %s%n",
          bytes.length,
          sum,
          body,
          sum);
    }

    private static String sha256(byte[] bytes) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    /** The rule of the NSG that decides about RDP from everywhere. */
    private void decides(String access, String rule, String priority) {
      values.putAll(
          Map.of(
              "access",
              access,
              "decidingName",
              "securityRules/" + rule,
              "decidingId",
              RESOURCE_GROUP
                  + "/providers/Microsoft.Network/networkSecurityGroups/"
                  + name
                  + "-nsg/securityRules/"
                  + rule,
              "priority",
              priority));
      values.put("decidingRule", filled("effective-rule"));
    }

    private void publish() {
      values.put("health", "running".equals(values.get("power")) ? "Available" : "Unavailable");
      around();
      rows.put(name, filled("vm-row"));
      // A question that names no VM in it asks for all.
      graph(String.join(",", rows.values()), "virtualmachines");
      graph("", "virtualmachines", "name in~");
      rows.forEach((each, row) -> ofName(each, row));
      graph(filled("public-ip"), "publicipaddresses", "'" + values.get("address") + "'");
      graph(filled("nic"), "id in~", "/" + name + "-nic'");
      // It has no scale sets.
      graph("", "computeresources");
      state.put(id(), filled("vm"));
      String network = RESOURCE_GROUP + "/providers/Microsoft.Network/";
      state.put(network + "networkInterfaces/" + name + "-nic", filled("nic"));
      state.put(network + "publicIPAddresses/" + name + "-ip", filled("public-ip"));
      state.put(network + "networkSecurityGroups/" + name + "-nsg", filled("nsg"));
      state.put(network + "virtualNetworks/vnet1", filled("vnet"));
      state.put(network + "virtualNetworks/vnet1/subnets/default", filled("subnet"));
    }

    /** What is around the VM, by method and path. */
    private void around() {
      try {
        JSON.readTree(filled("around"))
            .properties()
            .forEach(
                entry -> {
                  String[] request = entry.getKey().split(" ", 2);
                  MappingBuilder question = request(request[0], urlPathEqualTo(request[1]));
                  // The watcher serves all VMs: the question says which.
                  if (request[1].startsWith(WATCHER + "/")) {
                    question.withRequestBody(containing("/" + name));
                  }
                  server.stubFor(question.willReturn(json(200, entry.getValue().toString())));
                });
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A question for one VM names it, or its id. */
    private void ofName(String each, String row) {
      graph(row, "virtualmachines", "'" + each + "'");
      graph(row, "virtualmachines", "/" + each + "'");
    }

    /**
     * Plants a VM of the same name in another resource group.
     *
     * @return this VM
     */
    public StubVm andAnotherOfItsName() {
      String row = filled("vm-row");
      ofName(name, row + "," + row.replace("/demo/", "/other/"));
      return this;
    }

    /** What Resource Graph answers to a question with these words in it. */
    private void graph(String rows, String... words) {
      MappingBuilder question =
          post(urlPathEqualTo("/providers/Microsoft.ResourceGraph/resources"));
      for (String word : words) {
        question.withRequestBody(matching("(?is).*" + Pattern.quote(word) + ".*"));
      }
      server.stubFor(
          question.willReturn(json(200, "{\"totalRecords\":1,\"data\":[" + rows + "]}")));
    }

    private ResponseDefinitionBuilder json(int status, String body) {
      return aResponse()
          .withStatus(status)
          .withHeader("Content-Type", "application/json; charset=utf-8")
          .withBody(body);
    }

    private void reply(String path, int status, String body) {
      server.stubFor(get(urlPathEqualTo(path)).willReturn(json(status, body)));
    }

    private String filled(String template) {
      try (InputStream in = ArmStub.class.getResourceAsStream("arm/" + template + ".json")) {
        if (in == null) {
          throw new IllegalStateException("no template " + template);
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> value : values.entrySet()) {
          text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
