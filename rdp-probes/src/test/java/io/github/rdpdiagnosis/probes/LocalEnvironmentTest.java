package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On whatever computer the tests run: what is read is read, what is not says why. */
class LocalEnvironmentTest {
  private static List<Observation> look(String host) {
    Vantage vantage = new Vantage("here");
    List<Check> checks = new ArrayList<>();
    checks.add(RdpLadder.of(host, 3389).vantage(vantage).checks().get(0));
    checks.addAll(LocalEnvironment.of(host, 3389).vantage(vantage).checks());
    return Reported.by(checks);
  }

  private static Observation one(List<Observation> seen, String check) {
    return seen.stream().filter(o -> o.check().equals(check)).findFirst().orElseThrow();
  }

  @Test
  void everyCheckReportsAndNoneThrows() {
    List<Observation> seen = look("127.0.0.1");
    assertThat(seen)
        .extracting(Observation::check)
        .containsExactly(
            "name", "environment", "hosts-file", "proxy", "local-firewall", "security-software");
    assertThat(seen).extracting(Observation::vantage).containsOnly(new Vantage("here"));
    assertThat(one(seen, "hosts-file").status().kind()).isEqualTo(CheckStatus.Kind.NOT_APPLICABLE);
    Observation firewall = one(seen, "local-firewall");
    assertThat(firewall.address()).contains("127.0.0.1");
    assertThat(firewall.facts().has(LocalFacts.FIREWALL_DECISION))
        .isEqualTo(!firewall.status().why().orElse("").contains("are not known"));
    assertThat(one(seen, "environment").facts().has(LocalFacts.INTERFACES)).isTrue();
  }

  @Test
  void theHostsFileIsLookedAtForNames() {
    Observation seen = one(look("localhost"), "hosts-file");
    assertThat(seen.facts().get(LocalFacts.HOSTS_ADDRESSES)).isPresent();
  }

  @Test
  void theSameComputerHasTheSamePseudonymEachTime() {
    assertThat(one(look("127.0.0.1"), "environment").facts().get(LocalFacts.COMPUTER))
        .isEqualTo(one(look("localhost"), "environment").facts().get(LocalFacts.COMPUTER));
  }

  @Test
  void everyFactIsDeclaredByTheCheckThatReportsIt() {
    Set<FactKey<?>> produced = new HashSet<>();
    LocalEnvironment.of("127.0.0.1", 3389).checks().forEach(c -> produced.addAll(c.produces()));
    assertThat(produced).isEqualTo(LocalFacts.ALL);
  }

  @Test
  void theTableOfProductsIsSound() {
    assertThat(SecuritySoftwareCheck.known()).hasSizeGreaterThan(30);
    SecuritySoftwareCheck.known()
        .forEach(
            (program, product) -> {
              assertThat(program).isEqualTo(SecuritySoftwareCheck.program("C:\\x\\" + program));
              assertThat(product).isNotBlank();
            });
  }
}
