package io.github.rdpdiagnosis.azure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts a VM's snapshot together from files, with no access to Azure: what {@code az vm show -d},
 * {@code az vm get-instance-view}, {@code az network nic show} and its kind print, {@code az
 * network nic list-effective-nsg} and {@code show-effective-route-table}, bodies and lists of ARM,
 * exported templates, rows of Resource Graph, the classic Get Deployment document, serial logs, and
 * earlier snapshots.
 *
 * <p>The content of a file tells what it is; its name and the order of the files mean nothing. A
 * part counts as read when its file was last written; of two documents about one part the later
 * counts. What no file tells of is {@link Reading.NotAsked}, and so is what a file shows only some
 * columns of. Of firewalls, Bastion hosts and the like only those in the files are known: that a
 * list holds one does not say that there is no other. Files may be UTF-8 or UTF-16, as Windows
 * PowerShell writes them.
 *
 * <p>Passwords, protected settings of extensions and signed URLs in the files go nowhere.
 */
public final class SnapshotImport {
  /** The most files that are read at once. */
  public static final int MAX_FILES = 1000;

  /**
   * The largest JSON or XML file that is read, in bytes: 16 MiB. Serial logs may be of any size.
   */
  public static final int MAX_BYTES = VmSnapshotCodec.MAX_BYTES;

  private static final int HEAD = 4096;

  private SnapshotImport() {}

  /**
   * The snapshot that some files give.
   *
   * @param files the files
   * @param vm the VM that is meant; needed where the files tell of several, or of none
   * @return the snapshot, and what was not understood
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if it cannot be told which VM is meant, or there are too many
   *     files or resources
   */
  public static ImportedSnapshot read(List<Path> files, Optional<VmId> vm) throws IOException {
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(
          "expected 1 to " + MAX_FILES + " files, got " + files.size());
    }
    ImportedDocuments documents = new ImportedDocuments();
    for (Path file : files) {
      try {
        read(file, documents);
      } catch (FileSystemException e) {
        throw e; // it names the file
      } catch (IOException e) {
        throw new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
      }
    }
    return new SnapshotAssembly(documents, vm).assemble();
  }

  private static void read(Path file, ImportedDocuments documents) throws IOException {
    String name = file.toString();
    Instant at = Files.getLastModifiedTime(file).toInstant();
    documents.oldest = at.isBefore(documents.oldest) ? at : documents.oldest;
    String head = EncodedText.decode(bytes(file, HEAD)).stripLeading();
    char first = head.isEmpty() ? ' ' : head.charAt(0);
    if (first == '{' || first == '[') {
      byte[] bytes = bytes(file, MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        documents.problem(name, "byte " + MAX_BYTES, "expected at most " + MAX_BYTES + " bytes");
      } else {
        documents.json(bytes, at, name);
      }
    } else if (first == '<') {
      xml(file, at, documents);
    } else {
      log(file, at, documents, new ImportProblem(name, "$", "expected JSON, XML or a serial log"));
    }
  }

  private static byte[] bytes(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    }
  }

  private static void xml(Path file, Instant at, ImportedDocuments documents) throws IOException {
    try {
      byte[] bytes = bytes(file, XmlElement.MAX_BYTES + 1);
      documents.classic.add(
          new ImportedDocuments.Dated<>(
              ClassicDeploymentXml.read(bytes, file.toString()), at, file.toString()));
    } catch (XmlDocumentException e) {
      // A serial log may start with the XML of the Special Administration Console.
      log(file, at, documents, new ImportProblem(file.toString(), e.place(), e.problem()));
    }
  }

  private static void log(
      Path file, Instant at, ImportedDocuments documents, ImportProblem otherwise)
      throws IOException {
    SerialLog log = SerialLog.read(file);
    if (log.healthReport().isPresent() || !log.signs().isEmpty() || log.brokenReports() > 0) {
      documents.serialLogs.add(new ImportedDocuments.Dated<>(log, at, file.toString()));
    } else {
      documents.problems.add(otherwise);
    }
  }
}
