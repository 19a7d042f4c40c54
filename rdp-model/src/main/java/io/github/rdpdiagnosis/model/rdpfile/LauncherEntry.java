package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Entry;
import io.github.rdpdiagnosis.model.rdpfile.LauncherFile.Skipped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Collects the lines of the file that an entry becomes. Values from outside stay on their line. */
final class LauncherEntry {
  private final String path;
  private final StringBuilder lines = new StringBuilder();

  LauncherEntry(String path) {
    this.path = path;
  }

  /** The path of something within a group. */
  static String path(String group, String name) {
    String own = name.isEmpty() ? "(no name)" : Printable.of(name);
    return group.isEmpty() ? own : group + "/" + own;
  }

  LauncherEntry text(String name, String value) {
    if (!value.isEmpty()) {
      lines.append(name).append(":s:").append(Printable.of(value)).append("\r\n");
    }
    return this;
  }

  LauncherEntry number(String name, int value) {
    lines.append(name).append(":i:").append(value).append("\r\n");
    return this;
  }

  /**
   * Adds the entry, or says why it cannot be one.
   *
   * @param host what names the host, perhaps with a port
   * @param port its port as a text; empty where none is named
   */
  void end(String host, String port, List<Entry> entries, List<Skipped> skipped) {
    try {
      RdpTarget target = RdpTarget.parse(host);
      if (!port.isEmpty() && RdpTarget.address(host).port() == 0) {
        String bare = target.host();
        target = RdpTarget.parse((bare.indexOf(':') < 0 ? bare : "[" + bare + "]") + ":" + port);
      }
      byte[] text = ("full address:s:" + target + "\r\n" + lines).getBytes(StandardCharsets.UTF_8);
      entries.add(new Entry(path, RdpFile.parse(text)));
    } catch (IllegalArgumentException e) {
      skipped.add(new Skipped(path, String.valueOf(e.getMessage())));
    }
  }
}
