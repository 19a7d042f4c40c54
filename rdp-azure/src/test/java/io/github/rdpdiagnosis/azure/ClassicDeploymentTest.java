package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.ClassicDeployment.InputEndpoint;
import io.github.rdpdiagnosis.azure.ClassicDeployment.Role;
import io.github.rdpdiagnosis.azure.EndpointAcl.Access;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassicDeploymentTest {
  static byte[] document() {
    try (InputStream in =
        ClassicDeploymentTest.class.getResourceAsStream("/classic/deployment.xml")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassicDeployment read(String text) {
    return ClassicDeploymentXml.read(text.getBytes(StandardCharsets.UTF_8), "d.xml");
  }

  @Test
  void readsTheDeployment() {
    ClassicDeployment deployment = ClassicDeploymentXml.read(document(), "d.xml");
    assertThat(deployment.name()).isEqualTo("sales");
    assertThat(deployment.slot()).contains("Production");
    assertThat(deployment.status()).contains("Running");
    assertThat(deployment.dnsName()).contains("sales.cloudapp.net");
    assertThat(deployment.virtualIpAddresses()).containsExactly("203.0.113.40");
    assertThat(deployment.virtualNetworkName()).contains("Group Sales net");

    Role first = deployment.roles().get(0);
    assertThat(first.isRunning()).contains(true);
    assertThat(first.osType()).contains("Windows");
    assertThat(first.instances()).hasSize(1);
    assertThat(first.instances().get(0).hostName()).contains("SALES1");
    assertThat(first.instances().get(0).agentStatus()).contains("Ready");
    assertThat(first.instances().get(0).privateAddress()).contains("10.1.0.4");
    assertThat(first.instances().get(0).endpoints()).hasSize(1);
    assertThat(first.leadsTo(3389)).contains(true);
    assertThat(first.leadsTo(3390)).contains(false);
    InputEndpoint rdp = first.endpointsTo(3389).get(0);
    assertThat(rdp.publicPort()).isEqualTo(61_476);
    assertThat(rdp.name()).contains("Remote Desktop");
    assertThat(rdp.directServerReturn()).isFalse();
    assertThat(rdp.acl().orElseThrow().rules()).hasSize(2);

    Role second = deployment.roles().get(1);
    assertThat(second.isRunning()).contains(false);
    assertThat(second.networkSecurityGroup()).contains("classic-nsg");
    assertThat(second.inputEndpoints().get(0).acl()).contains(new EndpointAcl(List.of()));
  }

  @Test
  void decidesForTheSetAndNotWhereAnNsgRules() {
    ClassicDeployment deployment = ClassicDeploymentXml.read(document(), "d.xml");
    Role first = deployment.roles().get(0);
    InputEndpoint rdp = first.endpointsTo(3389).get(0);
    InputEndpoint web = first.endpointsTo(80).get(0);
    assertThat(access(deployment, first, rdp, "198.51.100.7")).isEqualTo(Access.DENY);
    assertThat(access(deployment, first, rdp, "198.51.100.8")).isEqualTo(Access.PERMIT);
    assertThat(access(deployment, first, rdp, "8.8.8.8")).isEqualTo(Access.DENY);
    // the other endpoint of the set has no ACL of its own: this one counts for both
    assertThat(access(deployment, first, web, "192.0.2.9")).isEqualTo(Access.DENY);
    Role second = deployment.roles().get(1);
    assertThat(access(deployment, second, second.inputEndpoints().get(0), "192.0.2.9"))
        .isEqualTo(Access.UNKNOWN);
  }

  private static Access access(ClassicDeployment in, Role role, InputEndpoint at, String source) {
    return in.decide(role, at, IpAddress.parse(source)).access();
  }

  @Test
  void aWebRolesPrivatePortIsThatOfTheRunningEndpointElseUnknown() {
    String role =
        "<RoleList><Role><RoleName>w</RoleName><ConfigurationSets><ConfigurationSet>"
            + "<ConfigurationSetType>NetworkConfiguration</ConfigurationSetType><InputEndpoints>"
            + "<InputEndpoint><Port>3389</Port><Protocol>tcp</Protocol></InputEndpoint>"
            + "</InputEndpoints></ConfigurationSet></ConfigurationSets></Role></RoleList>";
    String instance =
        "<RoleInstanceList><RoleInstance><RoleName>w</RoleName><InstanceEndpoints>"
            + "<InstanceEndpoint><Name>r</Name><PublicPort>3389</PublicPort>"
            + "<LocalPort>20000</LocalPort><Protocol>tcp</Protocol></InstanceEndpoint>"
            + "</InstanceEndpoints></RoleInstance></RoleInstanceList>";
    Role off = read("<Deployment><Name>n</Name>" + role + "</Deployment>").roles().get(0);
    assertThat(off.leadsTo(3389)).isEmpty();
    Role on = read("<Deployment><Name>n</Name>" + instance + role + "</Deployment>").roles().get(0);
    assertThat(on.leadsTo(20_000)).contains(true);
    assertThat(on.leadsTo(3389)).contains(false);
  }

  private static void assertComesBack(ClassicDeployment deployment) {
    VmSnapshot snapshot =
        VmSnapshot.builder(Snapshots.VM, Snapshots.AT)
            .put(SnapshotPart.CLASSIC_DEPLOYMENT, Snapshots.known(deployment))
            .build();
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);
  }

  @Test
  void comesBackFromJsonAsItWas() {
    assertComesBack(ClassicDeploymentXml.read(document(), "d.xml"));
  }

  @Test
  void anAclThatTheDocumentDoesNotTellDecidesNothing() {
    InputEndpoint unknown =
        new InputEndpoint(
            Optional.empty(),
            "tcp",
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    ClassicDeployment thin =
        new ClassicDeployment(
            "n",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(
                new Role("r", Optional.empty(), Optional.empty(), List.of(unknown), List.of())));
    assertComesBack(thin);
    assertThat(thin.decide(thin.roles().get(0), unknown, IpAddress.parse("1.2.3.4")).access())
        .isEqualTo(Access.UNKNOWN);
  }

  @Test
  void aPortThatIsNoneIsNamedWithItsPlace() {
    String text = new String(document(), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(text.replace("<Port>61476</Port>", "<Port>99999</Port>")))
        .isInstanceOf(XmlDocumentException.class)
        .hasMessage(
            "d.xml: at line 48, column 21"
                + " (/Deployment/RoleList/Role/ConfigurationSets/ConfigurationSet/InputEndpoints"
                + "/InputEndpoint/Port): expected a whole number from 1 to 65535, got '99999'");
    assertThatThrownBy(() -> read("<Subscription/>"))
        .hasMessageContaining("expected <Deployment>, the reply of Get Deployment");
  }

  @Test
  void refusesEntitiesAndBombs() {
    String doctype = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    assertThatThrownBy(() -> read(doctype + "<Deployment><Name>&b;</Name></Deployment>"))
        .isInstanceOf(XmlDocumentException.class)
        .hasMessageContaining("expected no document type");
    assertThatThrownBy(
            () ->
                read(
                    "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Deployment><Name>n</Name></Deployment>"))
        .hasMessageContaining("expected no document type");
    assertThatThrownBy(
            () ->
                read(
                    "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + "<Deployment><Name>&x;</Name></Deployment>"))
        .hasMessageContaining("expected no document type");
    assertThatThrownBy(() -> read("<Deployment><Name>&x;</Name></Deployment>"))
        .isInstanceOf(XmlDocumentException.class);
    assertThatThrownBy(() -> read("<a>".repeat(100_000)))
        .hasMessageContaining("nested at most 64 deep");
    assertThatThrownBy(() -> read("<Deployment>" + "<a/>".repeat(100_001) + "</Deployment>"))
        .hasMessageContaining("at most 100000 elements");
    assertThatThrownBy(
            () -> ClassicDeploymentXml.read(new byte[XmlElement.MAX_BYTES + 1], "big.xml"))
        .hasMessageContaining("big.xml: at byte 4194304: expected at most 4194304 bytes");
    assertThatThrownBy(() -> read("")).isInstanceOf(XmlDocumentException.class);
    assertThatThrownBy(() -> read("{}")).hasMessageContaining("expected well-formed XML");
  }

  @Test
  void readsUtf16() {
    String text = new String(document(), StandardCharsets.UTF_8).replace("utf-8", "utf-16");
    assertThat(ClassicDeploymentXml.read(text.getBytes(StandardCharsets.UTF_16), "d.xml"))
        .isEqualTo(ClassicDeploymentXml.read(document(), "d.xml"));
  }

  /** Bytes changed, dropped and doubled: a deployment or the one exception, never another. */
  @Test
  void survivesMutations() {
    Random random = new Random(20_261_124);
    byte[] seed = document();
    for (int i = 0; i < 1_000; i++) {
      byte[] mutant = seed.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(mutant.length);
        switch (random.nextInt(3)) {
          case 0 -> mutant[at] = (byte) random.nextInt(256);
          case 1 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
          default -> {
            int from = random.nextInt(mutant.length);
            int length = Math.min(40, mutant.length - Math.max(at, from));
            System.arraycopy(
                seed, Math.min(from, seed.length - 40), mutant, at, Math.max(0, length));
          }
        }
      }
      byte[] bytes = mutant;
      try {
        ClassicDeployment read = ClassicDeploymentXml.read(bytes, "m.xml");
        assertComesBack(read);
      } catch (XmlDocumentException e) {
        assertThat(e.getMessage()).startsWith("m.xml: at line ").hasSizeLessThan(600);
      }
    }
  }

  /** Real bodies: each parses, and no endpoint, ACL rule or state of it is lost. */
  @Test
  void recordedDeployments() throws IOException {
    int files = 0;
    int endpoints = 0;
    int rules = 0;
    try (Stream<Path> list = Files.list(Recordings.folder().resolve("classic"))) {
      for (Path file : list.sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        ClassicDeployment deployment =
            ClassicDeploymentXml.read(bytes, file.getFileName().toString());
        List<InputEndpoint> all =
            deployment.roles().stream().flatMap(role -> role.inputEndpoints().stream()).toList();
        int acl = all.stream().mapToInt(any -> any.acl().orElseThrow().rules().size()).sum();
        assertThat(all).as(file.toString()).hasSize(count(text, "<InputEndpoint>"));
        assertThat(acl).as(file.toString()).isEqualTo(count(text, "<Rule>"));
        assertThat(
                deployment.roles().stream()
                    .flatMap(role -> role.instances().stream())
                    .flatMap(instance -> instance.endpoints().stream()))
            .hasSize(count(text, "<InstanceEndpoint>"));
        assertThat(deployment.virtualIpAddresses()).hasSize(count(text, "<VirtualIP>"));
        assertThat(deployment.dnsName()).isPresent();
        assertThat(deployment.roles()).allMatch(role -> !role.instances().isEmpty());
        files++;
        endpoints += all.size();
        rules += acl;
      }
    }
    System.out.printf(
        "classic: %d files parsed, %d input endpoints, %d ACL rules%n", files, endpoints, rules);
    assertThat(files).isGreaterThanOrEqualTo(20);
    assertThat(rules).isGreaterThanOrEqualTo(5);
  }

  private static int count(String text, String tag) {
    return text.split(tag, -1).length - 1;
  }
}
