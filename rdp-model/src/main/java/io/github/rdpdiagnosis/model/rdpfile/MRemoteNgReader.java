package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Entry;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Launcher;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Skipped;
import java.util.ArrayList;
import java.util.List;

/**
 * The containers and connections of a {@code confCons.xml}. An attribute {@code X} of a node counts
 * unless {@code InheritX} is true: then that of its container does.
 */
final class MRemoteNgReader {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  private MRemoteNgReader() {}

  static LauncherFile read(XmlElement root) {
    if (isTrue(root.attribute("FullFileEncryption"))) {
      throw new RdpFileFormatException(
          "expected a readable file, found one that mRemoteNG has encrypted as a whole"
              + " (FullFileEncryption), which is not supported: switch the encryption off, or"
              + " export the connections as XML without it");
    }
    MRemoteNgReader reader = new MRemoteNgReader();
    reader.nodes(root, "", List.of());
    return new LauncherFile(Launcher.MREMOTENG, reader.entries, reader.skipped);
  }

  /** The nodes within one, whose containers are listed from the innermost. */
  private void nodes(XmlElement parent, String path, List<XmlElement> containers) {
    for (XmlElement node : parent.children()) {
      if (node.name().equals("Node")) {
        String own = LauncherEntry.path(path, node.attribute("Name"));
        List<XmlElement> line = new ArrayList<>(List.of(node));
        line.addAll(containers);
        if (node.attribute("Type").equals("Container")) {
          nodes(node, own, line);
        } else {
          connection(own, line);
        }
      }
    }
  }

  private void connection(String path, List<XmlElement> line) {
    String protocol = value(line, "Protocol");
    if (!protocol.equals("RDP")) {
      skipped.add(
          new Skipped(
              path, "expected the protocol RDP, found '" + Printable.excerpt(protocol) + "'"));
      return;
    }
    LauncherEntry entry =
        new LauncherEntry(path)
            .text("username", value(line, "Username"))
            .text("domain", value(line, "Domain"));
    int usage =
        switch (value(line, "RDGatewayUsageMethod")) {
          case "Always" -> 1;
          case "Detect" -> 2;
          default -> 0;
        };
    if (usage != 0) {
      entry
          .text("gatewayhostname", value(line, "RDGatewayHostname"))
          .number("gatewayusagemethod", usage);
    }
    if (isTrue(value(line, "ConnectToConsole")) || isTrue(value(line, "UseConsoleSession"))) {
      entry.number("administrative session", 1);
    }
    if (value(line, "UseCredSsp").equalsIgnoreCase("false")) {
      entry.number("enablecredsspsupport", 0);
    }
    switch (value(line, "RDPAuthenticationLevel")) {
      case "NoAuth" -> entry.number("authentication level", 0);
      case "AuthRequired" -> entry.number("authentication level", 1);
      case "WarnOnFailedAuth" -> entry.number("authentication level", 2);
      default -> {
        // Not said: the client's own default.
      }
    }
    entry.end(value(line, "Hostname"), value(line, "Port"), entries, skipped);
  }

  private static String value(List<XmlElement> line, String name) {
    for (XmlElement node : line) {
      if (!isTrue(node.attribute("Inherit" + name))) {
        return node.attribute(name);
      }
    }
    return "";
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }
}
