package io.github.rdpdiagnosis.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are read as a classic deployment, or refused with the one documented exception. */
class ClassicDeploymentFuzzTest {
  static Stream<byte[]> seeds() {
    String text = new String(ClassicDeploymentTest.document(), StandardCharsets.UTF_8);
    return Stream.of(
        text.getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_16LE),
        "<!DOCTYPE d [<!ENTITY a \"b\">]><Deployment><Name>&a;</Name></Deployment>"
            .getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsOrRefuses(byte[] bytes) {
    ClassicDeployment deployment;
    try {
      deployment = ClassicDeploymentXml.read(bytes, "d.xml");
    } catch (XmlDocumentException e) {
      assertFalse(e.getMessage().contains("\n"));
      return;
    }
    VmSnapshot snapshot =
        VmSnapshot.builder(Snapshots.VM, Snapshots.AT)
            .put(SnapshotPart.CLASSIC_DEPLOYMENT, Snapshots.known(deployment))
            .build();
    assertEquals(snapshot, VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x"));
  }
}
