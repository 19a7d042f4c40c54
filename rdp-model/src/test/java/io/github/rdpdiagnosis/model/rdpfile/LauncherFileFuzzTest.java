package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as another launcher's file, or refused with the one documented exception. */
class LauncherFileFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        Stream.of(LauncherFileTest.RDG, LauncherFileTest.OLD_RDG, LauncherFileTest.CONF_CONS)
            .map(text -> text.getBytes(UTF_8)),
        Stream.of(
            "\uFEFF<RDCMan/>".getBytes(UTF_16LE),
            "<!DOCTYPE a [<!ENTITY b '&c;'>]><RDCMan>&b;</RDCMan>".getBytes(UTF_8)));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    try {
      LauncherFile file = LauncherFile.parse(bytes);
      file.entries().forEach(entry -> assertFalse(entry.target().toString().contains("\n")));
      file.skipped().forEach(entry -> assertFalse(entry.toString().contains("\n")));
    } catch (RdpFileFormatException e) {
      assertFalse(e.getMessage().contains("\n"));
    }
  }
}
