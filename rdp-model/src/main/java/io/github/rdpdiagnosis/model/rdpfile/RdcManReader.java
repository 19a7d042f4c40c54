package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Entry;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Launcher;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Skipped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups and servers of a {@code .rdg} file. A section such as {@code gatewaySettings} counts
 * if it says {@code inherit="None"}, else that of the group does. Up to version 2.2 a server's name
 * stands in it and a group's sections in its {@code properties}; later it is the other way round.
 */
final class RdcManReader {
  private static final List<String> SECTIONS =
      List.of("logonCredentials", "connectionSettings", "gatewaySettings");
  private static final XmlElement NONE = XmlElement.none();

  private final List<Entry> entries = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  private RdcManReader() {}

  static LauncherFile read(XmlElement root) {
    RdcManReader reader = new RdcManReader();
    root.children().stream()
        .filter(child -> child.name().equals("file"))
        .forEach(file -> reader.group(file, "", Map.of()));
    return new LauncherFile(Launcher.RDCMAN, reader.entries, reader.skipped);
  }

  private void group(XmlElement group, String path, Map<String, XmlElement> inherited) {
    Map<String, XmlElement> sections = sections(group, inherited);
    for (XmlElement child : group.children()) {
      if (child.name().equals("group")) {
        group(child, LauncherEntry.path(path, property(child, "name")), sections);
      } else if (child.name().equals("server")) {
        server(child, path, sections(child, sections));
      }
    }
  }

  private void server(XmlElement server, String group, Map<String, XmlElement> sections) {
    String host = property(server, "name");
    String shown = property(server, "displayName");
    XmlElement logon = sections.getOrDefault("logonCredentials", NONE);
    XmlElement connection = sections.getOrDefault("connectionSettings", NONE);
    XmlElement gateway = sections.getOrDefault("gatewaySettings", NONE);
    LauncherEntry entry =
        new LauncherEntry(LauncherEntry.path(group, shown.isEmpty() ? host : shown))
            .text("username", logon.childText("userName"))
            .text("domain", logon.childText("domain"));
    if (isTrue(gateway.childText("enabled"))) {
      entry
          .text("gatewayhostname", gateway.childText("hostName"))
          .number("gatewayusagemethod", isTrue(gateway.childText("localBypass")) ? 2 : 1);
    }
    if (isTrue(connection.childText("connectToConsole"))) {
      entry.number("administrative session", 1);
    }
    entry.end(host, connection.childText("port"), entries, skipped);
  }

  private static Map<String, XmlElement> sections(
      XmlElement owner, Map<String, XmlElement> inherited) {
    Map<String, XmlElement> sections = new HashMap<>(inherited);
    for (XmlElement place : List.of(owner.child("properties").orElse(NONE), owner)) {
      for (XmlElement child : place.children()) {
        if (SECTIONS.contains(child.name()) && child.attribute("inherit").equals("None")) {
          sections.put(child.name(), child);
        }
      }
    }
    return sections;
  }

  private static String property(XmlElement owner, String name) {
    String own = owner.childText(name);
    return own.isEmpty() ? owner.child("properties").orElse(NONE).childText(name) : own;
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }
}
