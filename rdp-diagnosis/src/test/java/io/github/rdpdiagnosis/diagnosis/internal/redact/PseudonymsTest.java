package io.github.rdpdiagnosis.diagnosis.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.internal.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/shop/providers"
          + "/Microsoft.Compute/";

  private static Pseudonyms of(String vmId) {
    return new Pseudonyms(
        Engine.diagnose(
            new Engine.Case(
                "id",
                Instant.parse("2026-11-22T10:00:00Z"),
                Duration.ofSeconds(1),
                "203.0.113.10",
                3389,
                Optional.empty(),
                Optional.of(vmId),
                List.of())));
  }

  @Test
  void namesOfAzureAreReplacedEverywhere() {
    assertThat(of(GROUP + "virtualMachines/sql1").of("SQL1 of shop, {\"priority\": 100}"))
        .doesNotContainIgnoringCase("sql1")
        .doesNotContain("shop")
        .contains("{\"priority\": 100}");
  }

  /** The number of an instance is also a priority, a port, or part of an address. */
  @Test
  void theNumberOfAScaleSetsInstanceStays() {
    assertThat(
            of(GROUP + "virtualMachineScaleSets/webset/virtualMachines/100")
                .of("webset_100 has {\"priority\": 100}"))
        .doesNotContain("webset")
        .contains("{\"priority\": 100}");
  }
}
