package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes: a snapshot that can be written and read again, or an error with its place. */
class VmSnapshotFuzzTest {
  @FuzzTest
  void readsOrNamesThePlace(byte[] document) {
    VmSnapshot snapshot;
    try {
      snapshot = VmSnapshotCodec.read(document, "fuzz");
    } catch (JsonDocumentException e) {
      assertThat(e.place()).isNotEmpty();
      return;
    }
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "again")).isEqualTo(snapshot);
  }
}
