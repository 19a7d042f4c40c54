package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.ServiceTags;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that never decide, and those that only look so. */
class ShadowedRulesTest {
  private static List<String> shadowed(Direction direction, SecurityRule... rules) {
    return ShadowedRules.of(
            new NetworkSecurityGroup("/nsg", "nsg", List.of(rules)), direction, ServiceTags.none())
        .stream()
        .map(
            each ->
                each.rule().name() + " by " + each.by().stream().map(Decider.Rule::name).toList())
        .toList();
  }

  private static SecurityRule in(int priority, String protocol, String source, String port) {
    return rule("r" + priority, priority, "Inbound", "Allow", protocol, source, port);
  }

  @Test
  void aWiderRuleShadowsAnother() {
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "*", "10.0.0.0/8", "*"),
                in(200, "Tcp", "10.1.0.0/16", "3389")))
        .containsExactly("r200 by [r100]");
  }

  @Test
  void severalRulesTogetherShadowAnother() {
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "Tcp", "10.0.0.0/9", "3000-4000"),
                in(110, "Tcp", "10.128.0.0/9", "3389"),
                in(200, "Tcp", "10.0.0.0/8", "3389")))
        .containsExactly("r200 by [r100, r110]");
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "Tcp", "*", "1-3388"),
                in(110, "Tcp", "*", "3390-65535"),
                in(200, "Tcp", "*", "3388-3390")))
        .as("3389 is left")
        .isEmpty();
  }

  @Test
  void whatIsLeftOverDecides() {
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "Tcp", "10.0.0.0/8", "3389"),
                in(200, "*", "10.0.0.0/8", "3389")))
        .as("UDP is left")
        .isEmpty();
    assertThat(
            shadowed(
                Direction.INBOUND, in(100, "*", "0.0.0.0/0", "*"), in(200, "Tcp", "*", "3389")))
        .as("IPv6 is left")
        .isEmpty();
    assertThat(
            shadowed(
                Direction.INBOUND,
                rule("out", 100, "Outbound", "Deny", "*", "*", "*"),
                in(200, "Tcp", "*", "3389")))
        .as("another direction")
        .isEmpty();
  }

  @Test
  void namesWithoutKnownAddresses() {
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "*", "Storage", "*"),
                in(200, "Tcp", "10.0.0.0/8", "3389")))
        .as("what the tag covers is not known")
        .isEmpty();
    assertThat(
            shadowed(
                Direction.INBOUND,
                in(100, "*", "Storage", "*"),
                in(200, "Tcp", "Storage", "3389"),
                in(300, "Tcp", "Sql", "3389")))
        .as("the same name covers the same")
        .containsExactly("r200 by [r100]");
    assertThat(
            shadowed(Direction.INBOUND, in(100, "*", "*", "*"), in(200, "Tcp", "Storage", "3389")))
        .containsExactly("r200 by [r100]");
  }
}
