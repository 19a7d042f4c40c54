package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;

/**
 * What came of reading a VM's configuration from files.
 *
 * @param snapshot the snapshot; parts that no file tells of are {@link Reading.NotAsked}
 * @param used how many parts were found in the files and belong to the VM
 * @param missing what would be worth having and is in no file, by kind and id
 * @param unrelated ARM ids of resources in the files that nothing links to the VM
 * @param problems what was not understood
 */
public record ImportedSnapshot(
    VmSnapshot snapshot,
    int used,
    List<String> missing,
    List<String> unrelated,
    List<ImportProblem> problems) {
  /** Copies the lists. */
  public ImportedSnapshot {
    Objects.requireNonNull(snapshot, "snapshot");
    missing = List.copyOf(missing);
    unrelated = List.copyOf(unrelated);
    problems = List.copyOf(problems);
  }
}
