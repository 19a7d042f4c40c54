package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.EndpointAcl.Access;
import io.github.rdpdiagnosis.azure.EndpointAcl.Basis;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAclTest {
  /** Rules as {@code ORDER ACTION SUBNET; …}. */
  private static EndpointAcl acl(String rules) {
    return new EndpointAcl(
        rules.isBlank()
            ? List.of()
            : Arrays.stream(rules.split(";"))
                .map(rule -> rule.strip().split(" "))
                .map(
                    rule ->
                        new EndpointAcl.Rule(
                            Integer.parseInt(rule[0]), rule[1], rule[2], Optional.empty()))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'',8.8.8.8,PERMIT,NO_RULES",
    "100 permit 65.0.0.0/8; 200 permit 159.0.0.0/8,65.1.2.3,PERMIT,RULE",
    "100 permit 65.0.0.0/8; 200 permit 159.0.0.0/8,8.8.8.8,DENY,ONLY_PERMIT_RULES",
    "100 deny 10.0.0.0/25,10.0.0.5,DENY,RULE",
    "100 deny 10.0.0.0/25,8.8.8.8,PERMIT,ONLY_DENY_RULES",
    "100 deny 175.1.0.1/24; 200 permit 175.0.0.0/8,175.1.0.77,DENY,RULE",
    "100 deny 175.1.0.1/24; 200 permit 175.0.0.0/8,175.2.0.1,PERMIT,RULE",
    "100 deny 175.1.0.1/24; 200 permit 175.0.0.0/8,8.8.8.8,DENY,MIXED_RULES",
    "200 permit 0.0.0.0/0; 100 deny 1.2.3.4/32,1.2.3.4,DENY,RULE",
    "200 permit 0.0.0.0/0; 100 deny 1.2.3.4/32,1.2.3.5,PERMIT,RULE",
    "100 Deny 1.2.3.4/32,1.2.3.4,DENY,RULE",
    // what cannot be told is not told
    "100 permit 0.0.0.0/0,2001:db8::1,UNKNOWN,NOT_KNOWN",
    "100 maybe 1.2.3.0/24,1.2.3.4,UNKNOWN,NOT_KNOWN",
    "100 maybe 1.2.3.0/24,8.8.8.8,UNKNOWN,NOT_KNOWN",
    "100 permit Office; 200 deny 0.0.0.0/0,8.8.8.8,UNKNOWN,NOT_KNOWN",
    "100 permit 8.8.8.8; 200 deny Office,8.8.8.8,PERMIT,RULE",
    "100 permit 8.8.8.0/24; 100 deny 8.8.8.8/32,8.8.8.8,UNKNOWN,NOT_KNOWN",
    "100 permit 8.8.8.0/24; 100 deny 9.9.9.9/32,8.8.8.8,PERMIT,RULE"
  })
  void decides(String rules, String source, Access access, Basis basis) {
    EndpointAcl.Decision decision = acl(rules).decide(IpAddress.parse(source));
    assertThat(decision.access()).isEqualTo(access);
    assertThat(decision.basis()).isEqualTo(basis);
  }

  @Test
  void namesTheRule() {
    assertThat(
            acl("7 permit 1.0.0.0/8; 5 deny 1.1.0.0/16").decide(IpAddress.parse("1.1.2.3")).rule())
        .hasValueSatisfying(rule -> assertThat(rule.order()).isEqualTo(5));
  }
}
