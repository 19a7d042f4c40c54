package io.github.rdpdiagnosis.diagnosis.internal.redact;

import java.util.List;
import java.util.Random;

/** Secrets with a mark that nothing else has, in the forms in which they come along. */
final class SeededSecrets {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final List<String> FORMS =
      List.of(
          "password 51:b:01000000D08C9DDF%HEX%",
          "password=%S%;",
          "Password: %S%",
          "{\"adminPassword\":\"%S%\",\"x\":1}",
          "'pwd'='%S%'",
          "Authorization: Bearer %S%",
          "bearer %S%.x",
          "Authorization: Basic %S%==",
          "https://a.blob.core.windows.net/c?sv=2024-11-04&sig=%S%%3D&se=2026",
          "Cookie: session=%S%; other=1",
          "Set-Cookie: id=%S%; HttpOnly",
          "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=%S%==;EndpointSuffix=x",
          "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=%S%=",
          "Server=tcp:x;User ID=u;Password=%S%;Encrypt=true",
          "eyJhbGciOiJI.eyJ%S%.%S%",
          "{\"access_token\": \"%S%\"}",
          "client_secret=%S%&grant_type=x",
          "gatewayaccesstoken:s:%S%",
          "\"protectedSettings\": \"%S%\"");

  private final Random random;

  SeededSecrets(long seed) {
    random = new Random(seed);
  }

  /** A text with a secret in it, and the secret. */
  record Planted(String text, String secret) {}

  Planted next() {
    String form = FORMS.get(random.nextInt(FORMS.size()));
    boolean hex = form.contains("%HEX%");
    StringBuilder secret = new StringBuilder(hex ? "C0FFEE" : "Zq7");
    int length = 12 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      secret.append(
          hex
              ? "0123456789ABCDEF".charAt(random.nextInt(16))
              : LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    String before = random.nextBoolean() ? "" : "at line " + random.nextInt(99) + " ";
    String after = random.nextBoolean() ? "" : "\r\nnext: value";
    return new Planted(
        before + form.replace("%S%", secret).replace("%HEX%", secret) + after, secret.toString());
  }
}
