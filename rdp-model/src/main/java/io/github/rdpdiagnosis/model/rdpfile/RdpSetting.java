package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.Secret;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting of a {@code .rdp} file: {@code name:type:value}.
 *
 * <p>The value is held as a {@link Secret}, because it may be a password or a token; {@link
 * #display()} is what may be shown.
 *
 * <p>Source: the grammar as FreeRDP ({@code client/common/file.c}) and IronRDP ({@code
 * crates/ironrdp-rdpfile}) read it; no document gives it.
 *
 * @param name as spelt in the file; case does not matter to a client
 * @param type text, whole number or bytes
 * @param value everything after the second colon, colons and blanks included
 */
public record RdpSetting(String name, Type type, Secret value) {
  /** Parts of names whose values are secrets, compared without blanks, marks and case. */
  private static final List<String> SECRET_WORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "token",
          "secret",
          "cookie",
          "apikey",
          "fedauth",
          "loadbalanceinfo");

  /** Apart, because reading the table of properties needs names, but not this. */
  private static final class Values {
    /** Secrets inside other values: command-line switches, signed URLs, a line break lost. */
    static final Pattern WITH_SECRET =
        Pattern.compile(
            "(?i)(?:passw|passphrase|token|secret|cookie|api.?key|fedauth|loadbalanceinfo)"
                + "[^:=]{0,20}[:=]|[?&]sig=");
  }

  /** The letter between the two colons. */
  public enum Type {
    /** {@code s}: a text. */
    STRING('s'),
    /** {@code i}: a whole number. */
    INTEGER('i'),
    /** {@code b}: bytes in hexadecimal digits. */
    BINARY('b');

    private final char letter;

    Type(char letter) {
      this.letter = letter;
    }

    /**
     * The letter as it stands in the file.
     *
     * @return s, i or b
     */
    public char letter() {
      return letter;
    }

    static Type of(String letter) {
      return switch (letter) {
        case "s" -> STRING;
        case "i" -> INTEGER;
        case "b" -> BINARY;
        default -> throw new IllegalArgumentException("expected the type i, s or b, got " + letter);
      };
    }
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
   * Names that are not known but speak of a password, token, cookie or secret in any spelling count
   * as well, and values that hold such a name themselves, as a signed URL does.
   *
   * @return true if {@link #display()} hides the value
   */
  public boolean isSecret() {
    return isSecret(name) || Values.WITH_SECRET.matcher(value.reveal()).find();
  }

  /**
   * The value as it may be shown. It still holds whatever characters the file has.
   *
   * @return the value, or {@link Secret#REDACTED}
   */
  public String display() {
    return isSecret() ? value.toString() : value.reveal();
  }

  /**
   * What is documented about the name.
   *
   * @return the property, or empty if the name is not known
   */
  public Optional<RdpProperty> property() {
    return RdpProperties.standard().find(name);
  }

  @Override
  public String toString() {
    return Printable.of(name + ":" + type.letter() + ":" + display());
  }

  static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  static boolean isSecret(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFKC)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    String plain = letters.toString().toLowerCase(Locale.ROOT);
    return SECRET_WORDS.stream().anyMatch(plain::contains);
  }
}
