package io.github.rdpdiagnosis.azure.policy;

import static io.github.rdpdiagnosis.azure.Snapshots.rule;
import static io.github.rdpdiagnosis.azure.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Port;
import org.junit.jupiter.api.Test;

/** Who gained and who lost access between two configurations, whatever their texts. */
class SourceDiffTest {
  private static SecurityRule allow(int priority, String source) {
    return rule("r" + priority, priority, "Inbound", "Allow", "Tcp", source, "3389");
  }

  private static SecurityRule deny(int priority, String source) {
    return rule("r" + priority, priority, "Inbound", "Deny", "*", source, "*");
  }

  private static NetworkPolicy policy(SecurityRule... rules) {
    return NetworkPolicy.of(snapshot().publicIp("Standard").nicNsg(rules).build());
  }

  private static SourceDiff diff(NetworkPolicy before, NetworkPolicy after) {
    return SourceDiff.of(before, after, Port.RDP);
  }

  @Test
  void otherTextsOfTheSameMeaningAreNoDifference() {
    SourceDiff diff =
        diff(
            policy(allow(100, "8.8.8.0/24")),
            policy(allow(300, "8.8.8.0/25"), allow(310, "8.8.8.128/25"), deny(400, "9.9.9.9")));
    assertThat(diff.gained()).isEqualTo(AddressSet.empty());
    assertThat(diff.lost()).isEqualTo(AddressSet.empty());
  }

  @Test
  void exactlyTheAddressesThatChangedSides() {
    SourceDiff diff =
        diff(
            policy(allow(100, "8.8.8.0/24")),
            policy(deny(100, "8.8.8.0/28"), allow(200, "8.8.8.0/23")));
    assertThat(diff.gained()).isEqualTo(AddressSet.of("8.8.9.0/24"));
    assertThat(diff.lost()).isEqualTo(AddressSet.of("8.8.8.0/28"));
    SourceDiff back =
        diff(
            policy(deny(100, "8.8.8.0/28"), allow(200, "8.8.8.0/23")),
            policy(allow(100, "8.8.8.0/24")));
    assertThat(back.gained()).isEqualTo(diff.lost());
    assertThat(back.lost()).isEqualTo(diff.gained());
  }

  @Test
  void whatCannotBeToldOnOneSideIsInNeither() {
    NetworkPolicy tag = policy(allow(100, "Foo.Bar"));
    NetworkPolicy some = policy(allow(100, "8.8.8.0/24"));
    assertThat(diff(tag, some).gained()).isEqualTo(AddressSet.empty());
    assertThat(diff(some, tag).lost()).isEqualTo(AddressSet.empty());
  }
}
