package io.github.rdpdiagnosis.azure.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The collector: one static PowerShell script, readable with PowerShell 4 and later, that reads and
 * prints and changes nothing. To run it by hand on the VM, save {@link #text()} as {@code
 * collect.ps1} and run {@code powershell -File collect.ps1 -Limit 0 > guest.txt} as an
 * administrator.
 *
 * <p>It has not yet run on any build of Windows.
 */
public final class CollectorScript {
  private static final String RESOURCE = "collect.ps1";

  private CollectorScript() {}

  /**
   * The script as it is sent to a guest.
   *
   * @return ASCII text with line feeds
   */
  public static String text() {
    try (InputStream in = CollectorScript.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
