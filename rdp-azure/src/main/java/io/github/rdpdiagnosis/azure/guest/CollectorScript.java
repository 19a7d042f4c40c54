package io.github.rdpdiagnosis.azure.guest;

/**
 * The collector: one static PowerShell script, readable with PowerShell 4 and later, that reads and
 * prints and changes nothing. To run it by hand on the VM, save {@link #text()} as {@code
 * collect.ps1} and run {@code powershell -File collect.ps1 -Limit 0 > guest.txt} as an
 * administrator.
 *
 * <p>It has not yet run on any build of Windows.
 */
public final class CollectorScript {
  private CollectorScript() {}

  /**
   * The script as it is sent to a guest.
   *
   * @return ASCII text with line feeds
   */
  public static String text() {
    return StaticScript.COLLECT.text();
  }
}
