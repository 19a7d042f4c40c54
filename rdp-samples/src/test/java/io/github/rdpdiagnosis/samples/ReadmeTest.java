package io.github.rdpdiagnosis.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's first example is the sample that is compiled here. */
class ReadmeTest {
  @Test
  void theFirstExampleIsTheCompiledSample() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    int from = readme.indexOf("```java\n") + "```java\n".length();
    String example = readme.substring(from, readme.indexOf("```", from));
    String sample =
        Files.readString(
            Path.of("src/main/java/io/github/rdpdiagnosis/samples/FirstDiagnosis.java"));
    assertThat(example.lines().count()).isGreaterThan(5);
    assertThat(normalised(sample)).contains(normalised(example));
  }

  private static String normalised(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
