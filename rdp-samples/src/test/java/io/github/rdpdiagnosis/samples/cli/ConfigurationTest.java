package io.github.rdpdiagnosis.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flags before the environment before the file before defaults. */
@Timeout(120)
class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void eachSourceHasItsPlaceAndIsNamed() throws Exception {
    Path file = folder.resolve("c.properties");
    Files.writeString(file, "deadline=7s\noutput=json\nproxy=file.example:1\n");
    Map<String, String> environment =
        Map.of(
            "RDPDIAG_CONFIG",
            file.toString(),
            "RDPDIAG_OUTPUT",
            "html",
            "RDPDIAG_PROXY",
            "env.example:2");
    Command.Result shown =
        Command.run(
            environment, "diagnose", "127.0.0.1:1", "--proxy", "flag.example:3", "--show-config");
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out())
        .containsPattern("(?m)^proxy +flag.example:3 +command line$")
        .containsPattern("(?m)^output +html +RDPDIAG_OUTPUT$")
        .containsPattern("(?m)^deadline +PT7S +.*c.properties$")
        .containsPattern("(?m)^repeat +1 +default$");
  }

  @Test
  void secretsInTheFileAreRefusedWithoutBeingPrinted() throws Exception {
    Path file = folder.resolve("c.properties");
    Files.writeString(file, "access-token=s3cret\n");
    Command.Result ran =
        Command.run(Map.of("RDPDIAG_CONFIG", file.toString()), "diagnose", "127.0.0.1:1");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .contains("access-token: no secrets in this file")
        .doesNotContain("s3cret");
    Command.Result missing =
        Command.run(Map.of("RDPDIAG_CONFIG", folder + "/none"), "diagnose", "127.0.0.1:1");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("no such file");
  }
}
