package io.github.rdpdiagnosis.azure.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A static script of this library, out of its jar. */
public final class ScriptText {
  private ScriptText() {}

  /**
   * A script.
   *
   * @param path below this library's package for Azure, such as {@code guest/collect.ps1}
   * @return ASCII text with line feeds
   */
  public static String of(String path) {
    String resource = "/io/github/rdpdiagnosis/azure/" + path;
    try (InputStream in = ScriptText.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
