package io.github.rdpdiagnosis.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoTest {
  @Test
  void everyPlantedFaultIsDiagnosedAsItShouldBe() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean right =
        Demo.run(new PrintStream(out, true, UTF_8), 100, List.of(PlantedFault.values()));
    String text = out.toString(UTF_8);
    assertThat(right).as(text).isTrue();
    int faults = PlantedFault.values().length;
    assertThat(text).contains(faults + " of " + faults + " diagnosed as they should be");
    for (PlantedFault fault : PlantedFault.values()) {
      assertThat(text).contains("Planted (" + fault.id() + ")");
    }
  }
}
