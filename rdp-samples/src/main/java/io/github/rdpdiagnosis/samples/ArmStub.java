package io.github.rdpdiagnosis.samples;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An Azure Resource Manager on loopback that knows a few made-up VMs: replies have the full shape
 * of real ones. Plain http, any bearer token.
 */
public final class ArmStub implements AutoCloseable {
  private static final String RESOURCE_GROUP =
      "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/demo";

  private final WireMockServer server =
      new WireMockServer(
          options()
              .bindAddress("127.0.0.1")
              .dynamicPort()
              .disableRequestJournal()
              .containerThreads(12));

  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ArmStub() {
    server.addMockServiceRequestListener(
        (request, response) ->
            requests.add(request.getMethod() + " " + request.getUrl().replaceFirst("\\?.*", "")));
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
    vm.values.put("rules", vm.filled("rule-allow-rdp"));
    vm.values.put("subnet", vm.filled("subnet"));
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
     * Plants an NSG without any rule of its own.
     *
     * @return this VM
     */
    public StubVm withoutRules() {
      values.put("rules", "");
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
     * Lets Run Command answer at once.
     *
     * @param output what the script is said to have printed
     * @return this VM
     */
    public StubVm runningScripts(String output) {
      String message = output.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      server.stubFor(
          post(urlPathEqualTo(id() + "/runCommand"))
              .willReturn(
                  aResponse()
                      .withStatus(200)
                      .withHeader("Content-Type", "application/json; charset=utf-8")
                      .withBody(
                          "{\"value\":[{\"code\":\"ComponentStatus/StdOut/succeeded\",\"level\":"
                              + "\"Info\",\"displayStatus\":\"Provisioning succeeded\",\"message\":\""
                              + message
                              + "\"}]}")));
      return this;
    }

    /**
     * Lets Run Command answer with the record of a guest whose policy denies Remote Desktop.
     *
     * @return this VM
     */
    public StubVm deniedByPolicy() {
      return runningScripts(deniedRecord());
    }

    private String deniedRecord() {
      String body =
          "@host\ncomputerName="
              + name
              + "\nmachineId=00000000000000aa\nbuild=20348.2849\n"
              + "@ts\nfDenyTSConnections=0\npolicy.fDenyTSConnections=1\n";
      byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
      String sum = sha256(bytes);
      return String.format(
          Locale.ROOT,
          "RDPDIAG-GUEST 1 plain sections=host,ts left= bytes=%d sha256=%s%n%sRDPDIAG-END %s%n",
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

    private void publish() {
      reply(id(), 200, filled("vm"));
      String network = RESOURCE_GROUP + "/providers/Microsoft.Network/";
      reply(network + "networkInterfaces/" + name + "-nic", 200, filled("nic"));
      reply(network + "publicIPAddresses/" + name + "-ip", 200, filled("public-ip"));
      reply(network + "networkSecurityGroups/" + name + "-nsg", 200, filled("nsg"));
      reply(network + "virtualNetworks/vnet1", 200, filled("vnet"));
      reply(network + "virtualNetworks/vnet1/subnets/default", 200, filled("subnet"));
    }

    private void reply(String path, int status, String body) {
      server.stubFor(
          get(urlPathEqualTo(path))
              .willReturn(
                  aResponse()
                      .withStatus(status)
                      .withHeader("Content-Type", "application/json; charset=utf-8")
                      .withBody(body)));
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
