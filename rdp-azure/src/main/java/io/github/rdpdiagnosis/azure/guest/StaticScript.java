package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.azure.internal.ScriptText;

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
    this.resource = resource;
  }

  /**
   * The script as it is sent to a guest.
   *
   * @return ASCII text with line feeds
   */
  public String text() {
    return ScriptText.of(resource);
  }
}
