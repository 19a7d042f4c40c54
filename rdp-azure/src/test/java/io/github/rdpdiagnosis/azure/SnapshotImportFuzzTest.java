package io.github.rdpdiagnosis.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is imported or named as a problem; what comes of it can be written and read again. */
class SnapshotImportFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "{\"id\":\""
                + Snapshots.NIC
                + "\",\"name\":\"nic1\",\"provisioningState\":\"Succeeded\",\"ipConfigurations\":["
                + "{\"id\":\"/x\",\"name\":\"a\",\"privateIpAddress\":\"10.0.0.4\"}],"
                + "\"virtualMachine\":{\"id\":\""
                + Snapshots.VM
                + "\"}}",
            "{\"value\":[{\"effectiveSecurityRules\":[{\"name\":\"x\",\"priority\":1}]}]}",
            "{\"$schema\":\"x/deploymentTemplate.json#\",\"resources\":[{\"type\":\"a/b\","
                + "\"name\":\"[concat(parameters('x'),variables('y'))]\"}]}",
            "{\"data\":[{\"id\":\"/subscriptions/a/providers/b/c/d\"}],\"skip_token\":\"x\"}",
            "<Deployment><Name>n</Name></Deployment>")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void importsOrNames(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("import", ".json");
    try {
      Files.write(file, bytes);
      ImportedSnapshot imported = SnapshotImport.read(List.of(file), Optional.of(Snapshots.VM));
      imported.problems().forEach(p -> assertFalse(p.toString().contains("\n")));
      VmSnapshot snapshot = imported.snapshot();
      assertEquals(snapshot, VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x"));
    } finally {
      Files.delete(file);
    }
  }
}
