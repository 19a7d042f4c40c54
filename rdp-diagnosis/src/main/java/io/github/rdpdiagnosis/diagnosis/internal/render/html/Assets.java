package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The report's own style and script, and the policy (W3C CSP3) by which a browser runs these two
 * and loads nothing at all.
 */
final class Assets {
  static final String STYLE = text("report.css");
  static final String SCRIPT = text("report.js");
  static final String POLICY =
      "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
          + hash(STYLE)
          + "; script-src "
          + hash(SCRIPT);

  private Assets() {}

  private static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(Assets.class.getResourceAsStream(name), "resource " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
