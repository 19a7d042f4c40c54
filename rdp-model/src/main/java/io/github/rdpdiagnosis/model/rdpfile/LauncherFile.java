package io.github.rdpdiagnosis.model.rdpfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The Remote Desktop connections that another launcher has saved: a {@code .rdg} file of Remote
 * Desktop Connection Manager (RDCMan 2.2 to 2.9) or a {@code confCons.xml} of mRemoteNG (1.70 and
 * later). Each becomes the {@link RdpFile} that leads the same way, so that everything else of this
 * package applies to it.
 *
 * <p>Taken over are address, port, user, domain, RD Gateway, administrative session, CredSSP and
 * authentication level, inherited ones included. Passwords are never read. Not followed are
 * RDCMan's credential profiles and smart groups and external credential providers; files that
 * mRemoteNG has encrypted as a whole are refused. Both formats are published by example only.
 *
 * <p>The XML is read without a document type, entities or any look-up; at most 8 MiB, 64 levels and
 * 100 000 elements.
 *
 * <p>Source: files that RDCMan (learn.microsoft.com/sysinternals/downloads/rdcman) and mRemoteNG
 * (github.com/mRemoteNG) write.
 *
 * @param launcher whose file it is
 * @param entries the connections, in the order of the file
 * @param skipped what is there and was not taken over, in the order of the file
 */
public record LauncherFile(Launcher launcher, List<Entry> entries, List<Skipped> skipped) {
  /** The most bytes that a file may have: 8 MiB. */
  public static final int MAX_BYTES = 1 << 23;

  /** Programs whose files are read. */
  public enum Launcher {
    /** Remote Desktop Connection Manager, of Sysinternals. */
    RDCMAN,
    /** mRemoteNG. */
    MREMOTENG
  }

  /**
   * One saved connection.
   *
   * @param path its name after those of its groups, such as {@code Prod/SQL/sql1}
   * @param file what leads the same way
   */
  public record Entry(String path, RdpFile file) {
    /** Checks that nothing is missing. */
    public Entry {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(file, "file");
    }

    /**
     * Where it leads.
     *
     * @return host and port
     */
    public RdpTarget target() {
      return file.target();
    }
  }

  /**
   * A saved connection that was not taken over.
   *
   * @param path its name after those of its groups
   * @param reason why not, such as another protocol or a host that cannot be one
   */
  public record Skipped(String path, String reason) {
    /** Checks that nothing is missing. */
    public Skipped {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Copies the lists. */
  public LauncherFile {
    Objects.requireNonNull(launcher, "launcher");
    entries = List.copyOf(entries);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads a file.
   *
   * @param path where it is
   * @return its connections
   * @throws IOException if it cannot be read
   * @throws RdpFileFormatException if it is neither format, encrypted or too large; the message
   *     begins with the file's name
   */
  public static LauncherFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return parse(in.readNBytes(MAX_BYTES + 1));
    } catch (RdpFileFormatException e) {
      throw new RdpFileFormatException(
          Printable.excerpt(path.toString()) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file from memory.
   *
   * @param file the whole file
   * @return its connections
   * @throws RdpFileFormatException if it is neither format, encrypted or too large
   */
  public static LauncherFile parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw new RdpFileFormatException(
          "expected a file of at most " + MAX_BYTES + " bytes, found more at offset " + MAX_BYTES);
    }
    XmlElement root = XmlElement.parse(file);
    return switch (root.name()) {
      case "RDCMan" -> RdcManReader.read(root);
      case "Connections" -> MRemoteNgReader.read(root);
      default ->
          throw new RdpFileFormatException(
              "expected a file of RDCMan (root element RDCMan) or mRemoteNG (Connections), found "
                  + Printable.excerpt(root.name()));
    };
  }
}
