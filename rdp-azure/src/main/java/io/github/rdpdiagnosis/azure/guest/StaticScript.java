package io.github.rdpdiagnosis.azure.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The scripts that may ever run in a guest: static texts of this library, never put together.
 * Neither has yet run on any build of Windows.
 */
public enum StaticScript {
  /** Reads, prints one record and changes nothing. */
  COLLECT("guest/collect.ps1"),
  /** Reads one setting, and sets it where it is as expected. */
  CHANGE("change/change.ps1");

  private final String resource;

  StaticScript(String resource) {
    this.resource = "/io/github/rdpdiagnosis/azure/" + resource;
  }

  /**
   * The script as it is sent to a guest.
   *
   * @return ASCII text with line feeds
   */
  public String text() {
    try (InputStream in = StaticScript.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
