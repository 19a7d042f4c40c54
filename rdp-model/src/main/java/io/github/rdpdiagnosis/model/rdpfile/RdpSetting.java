package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.Secret;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One setting of a {@code .rdp} file: {@code name:type:value}.
 *
 * <p>The value is held as a {@link Secret}, because it may be a password or a token; {@link
 * #display()} is what may be shown.
 *
 * @param name as spelt in the file; case does not matter to a client
 * @param type text, whole number or bytes
 * @param value everything after the second colon, colons and blanks included
 */
public record RdpSetting(String name, Type type, Secret value) {
  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "password 51",
          "cleartextpassword",
          "gatewaypassword",
          "gatewayaccesstoken",
          "loadbalanceinfo",
          "endpointfedauth",
          "ironrdp_rdcleanpathtoken");

  /** The letter between the two colons. */
  public enum Type {
    /** {@code s}: a text. */
    STRING,
    /** {@code i}: a whole number. */
    INTEGER,
    /** {@code b}: bytes in hexadecimal digits. */
    BINARY
  }

  /** Checks that nothing is missing. */
  public RdpSetting {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Whether the value must not be shown: a password, a token, or routing data that may carry one.
   * Names that are not known but speak of a password, token or secret count as well.
   *
   * @return true if {@link #display()} hides the value
   */
  public boolean isSecret() {
    return isSecret(name);
  }

  /**
   * The value as it may be shown. It still holds whatever characters the file has.
   *
   * @return the value, or {@link Secret#REDACTED}
   */
  public String display() {
    return isSecret() ? value.toString() : value.reveal();
  }

  @Override
  public String toString() {
    return Printable.of(
        name + ":" + type.name().toLowerCase(Locale.ROOT).charAt(0) + ":" + display());
  }

  static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  static boolean isSecret(String name) {
    String key = key(name);
    return SECRETS.contains(key)
        || key.startsWith("password")
        || key.endsWith("password")
        || key.endsWith("token")
        || key.endsWith("secret");
  }
}
