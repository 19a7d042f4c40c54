package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Broken;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Change;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Status;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Unsupported;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Untrusted;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Valid;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpSignatureTest {
  private static RdpSigner signer;
  private static String signed;

  @BeforeAll
  static void sign() throws Exception {
    signer = new RdpSigner("RSA", "SHA256withRSA");
    signed =
        signer.sign(
            "screen mode id:i:2",
            "full address:s:sql1.example.com",
            "server port:i:3390",
            "authentication level:i:2",
            "redirectclipboard:i:1",
            "username:s:SQL1\\ops");
  }

  private static RdpSignature check(String text, X509Certificate... anchors) {
    return RdpFile.parse(text.getBytes(UTF_8)).signature(List.of(anchors), RdpSigner.NOW);
  }

  private static RdpSignature check(String text) {
    return check(text, signer.root);
  }

  // ---- good ones -------------------------------------------------------------------------------

  @Test
  void aFileAsItWasSignedIsValid() {
    assertThat(signed).contains("\r\nsignscope:s:Full Address,Alternate Full Address,Server Port,");

    assertThat(check(signed))
        .isInstanceOfSatisfying(
            Valid.class,
            valid -> {
              assertThat(valid.signer().subject()).isEqualTo("CN=Example Publisher,O=Example");
              assertThat(valid.signer().issuer()).isEqualTo("CN=Example Root");
              assertThat(valid.signer().sha256()).matches("[0-9A-F]{64}");
              assertThat(valid.signer().notAfter()).isEqualTo("2028-01-01T00:00:00Z");
              assertThat(valid.coverage().signed()).containsExactly(2, 3, 4, 5, 7);
              assertThat(valid.coverage().unsigned()).containsExactly(1, 6);
            });
  }

  static Stream<byte[]> encoded() {
    return Stream.of(
        signed.getBytes(UTF_8),
        ("\uFEFF" + signed).getBytes(UTF_8),
        ("\uFEFF" + signed).getBytes(UTF_16LE),
        ("\uFEFF" + signed).getBytes(UTF_16BE),
        signed.getBytes(UTF_16LE),
        signed.replace("\r\n", "\n").getBytes(UTF_8),
        signed.replace("\r\n", "\r").getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void howTheTextIsStoredMakesNoDifference(byte[] bytes) {
    assertThat(RdpFile.parse(bytes).signature(List.of(signer.root), RdpSigner.NOW).status())
        .isEqualTo(Status.VALID);
  }

  @ParameterizedTest
  @CsvSource({"RSA, SHA1withRSA", "RSA, SHA512withRSA", "EC, SHA256withECDSA"})
  void knowsTheUsualAlgorithms(String keys, String algorithm) throws Exception {
    RdpSigner other = new RdpSigner(keys, algorithm);

    assertThat(check(other.sign("full address:s:a.example"), other.root).status())
        .isEqualTo(Status.VALID);
    String withAttributes = other.withAttributes().sign("full address:s:a.example");
    assertThat(check(withAttributes, other.root).status()).isEqualTo(Status.VALID);
    assertThat(check(withAttributes.replace("a.example", "b.example"), other.root).status())
        .isEqualTo(Status.BROKEN);
  }

  @Test
  void linesWithoutSignatureMayMoveAndChange() {
    String changed =
        "audiomode:i:1\r\n\r\n" + signed.replace("SQL1\\ops", "other").replace("mode id", "mode");

    assertThat(check(changed).status()).isEqualTo(Status.VALID);
  }

  @Test
  void textsOfAnyUnitsAreSigned() throws Exception {
    String line = "gatewayhostname:s:d\u00E9j\u00E0 \uD83D\uDE00";

    assertThat(check(signer.sign("full address:s:a", line)).status()).isEqualTo(Status.VALID);
  }

  @Test
  void twoLinesOfOneNameAreSignedTogether() throws Exception {
    String twice = signer.sign("full address:s:a", "server port:i:1", "server port:i:2");

    assertThat(twice).contains("Server Port,Server Port");
    assertThat(check(twice).status()).isEqualTo(Status.VALID);
    assertThat(check(twice.replace("server port:i:2\r\n", "")))
        .isInstanceOfSatisfying(
            Broken.class,
            b -> assertThat(b.changes()).extracting(Change::name).containsExactly("server port"));
  }

  @Test
  void aFileWithoutSignatureIsUnsigned() {
    RdpSignature unsigned = check("full address:s:a\r\n");

    assertThat(unsigned.status()).isEqualTo(Status.UNSIGNED);
    assertThat(unsigned.why()).isEqualTo("The file is not signed.");
  }

  // ---- trust -----------------------------------------------------------------------------------

  @Test
  void theSignerItselfMayBeTheAnchor() {
    assertThat(check(signed, signer.own).status()).isEqualTo(Status.VALID);
  }

  @Test
  void aStrangerIsNotTrusted() throws Exception {
    X509Certificate stranger = new RdpSigner("EC", "SHA256withECDSA").root;

    assertThat(check(signed, stranger))
        .isInstanceOfSatisfying(
            Untrusted.class,
            u ->
                assertThat(u.reason())
                    .isEqualTo("Its certificate leads to none of the trust anchors here."));
    assertThat(RdpFile.parse(signed.getBytes(UTF_8)).signature(List.of(), RdpSigner.NOW).why())
        .endsWith("There is no trust anchor to compare its certificate with.");
    assertThat(RdpFile.parse(signed.getBytes(UTF_8)).signature().status())
        .as("this JVM trusts no such root")
        .isEqualTo(Status.UNTRUSTED);
  }

  @Test
  void aRootThatTheFileBringsAlongIsNoAnchor() throws Exception {
    RdpSigner other = new RdpSigner("RSA", "SHA256withRSA");
    String file = other.sending(other.own, other.root).sign("full address:s:a");

    assertThat(check(file, other.root).status()).isEqualTo(Status.VALID);
    assertThat(check(file, signer.root).status()).isEqualTo(Status.UNTRUSTED);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-31T23:59:59Z, Its certificate is not valid before 2026-01-01T00:00:00Z.",
    "2028-01-01T00:00:01Z, Its certificate expired at 2028-01-01T00:00:00Z."
  })
  void aCertificateIsJudgedByTheTime(Instant at, String reason) {
    RdpFile file = RdpFile.parse(signed.getBytes(UTF_8));

    assertThat(file.signature(List.of(signer.root), at).why()).endsWith(reason);
    assertThat(file.signature(List.of(signer.own), at).status()).isEqualTo(Status.UNTRUSTED);
  }

  // ---- broken ones -----------------------------------------------------------------------------

  private static Broken broken(String text) {
    RdpSignature outcome = check(text);
    assertThat(outcome).isInstanceOf(Broken.class);
    return (Broken) outcome;
  }

  @Test
  void aSignedLineThatIsGoneIsNamed() {
    Broken broken = broken(signed.replace("server port:i:3390\r\n", ""));

    assertThat(broken.changes())
        .extracting(Change::what)
        .containsExactly("server port was signed, and there is no such line any more.");
    assertThat(broken.signer()).isPresent();
    assertThat(broken.why())
        .isEqualTo(
            "Lines that were signed are gone. Server port was signed, and there is no such line any"
                + " more.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void aLineBesideASignedOneIsNamed(String place) {
    String more = "full address:s:evil.example\r\n";
    String file = place.equals("before") ? more + signed : signed + more;

    assertThat(broken(file).changes())
        .extracting(change -> change.line().orElse(0) + " " + change.what())
        .containsExactly(
            place.equals("before")
                ? "1 line 1 is a second full address, and only one was signed."
                : "10 line 10 is a second full address, and only one was signed.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~full address:s:sql1 | ~full address:s:evil | line 2: full address was sql1.example.com"
            + " when it was signed.",
        "alternate full address:s:sql1 | alternate full address:s:evil | line 7: alternate full"
            + " address was sql1.example.com when it was signed.",
        "authentication level:i:2 | authentication level:i:0 | line 4: authentication level was 2"
            + " when it was signed.",
        "redirectclipboard:i:1 | redirectclipboard:i:0 | line 5: redirectclipboard was 1 when it"
            + " was signed.",
        "server port:i:3390 | 'server port:i:3390 ' | line 3 had no blanks at its ends when it was"
            + " signed.",
      })
  void aLikelyChangeIsProvenByTheDigest(String before, String after, String what) {
    String unchanged = before.replace('~', '\n');
    assertThat(signed).contains(unchanged);

    assertThat(broken(signed.replace(unchanged, after.replace('~', '\n'))).changes())
        .extracting(Change::what)
        .containsExactly(what);
  }

  @ParameterizedTest
  @CsvSource({
    "server port:i:3390, server port:i:3391",
    "sql1.example, sql2.example", // both addresses
    "authentication level:i:2, Authentication level:i:2",
    "'Full Address,Alternate Full Address', 'Alternate Full Address,Full Address'",
  })
  void ofOtherChangesOnlyThatThereAreSomeIsKnown(String before, String after) {
    assertThat(signed).contains(before);
    Broken broken = broken(signed.replace(before, after));

    assertThat(broken.changes()).isEmpty();
    assertThat(broken.why())
        .isEqualTo(
            "What was signed is another text: one or more of the lines 2, 3, 4, 5, 7, 8 were"
                + " changed after signing, or the signature itself was. The digest does not tell"
                + " which.");
  }

  @Test
  void halfASignatureIsBroken() {
    assertThat(broken("full address:s:a\r\nsignature:s:AQAB\r\n").why())
        .isEqualTo(
            "A signature is one line signscope and one line signature. There is no line signscope.");
    assertThat(broken("full address:s:a\r\nsignscope:s:Full Address\r\n").why())
        .endsWith("There is no line signature.");
    assertThat(broken(signed + "SignScope:s:Server Port\r\n").changes())
        .extracting(Change::what)
        .containsExactly("line 10 is a second signscope; a signer writes one.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected the words 00010001h and 00000001h, found others.",
        "!!!! | expected base64, found something else.",
        "AQABAAEAAAAFAAAAMAA= | expected 5 bytes of CMS data, found 2.",
        "AQABAAEAAAACAAAAMAA= | The signature holds no CMS data.",
        "AQABAAIAAAACAAAAMAA= | expected the words 00010001h and 00000001h, found others.",
      })
  void aDamagedSignatureIsBroken(String base64, String why) {
    String file = "full address:s:a\r\nsignscope:s:Full Address\r\nsignature:s:" + base64;

    assertThat(broken(file).why()).endsWith(why);
    assertThat(broken(file).signer()).isEmpty();
  }

  @Test
  void aSignatureOfAnotherKeyIsBroken() throws Exception {
    String value = signed.substring(signed.indexOf("signature:s:") + 12);
    byte[] bytes = Base64.getDecoder().decode(value.replaceAll("\\s", ""));
    bytes[bytes.length - 1] ^= 1; // the signature value stands at the end
    String other = signed.replace(value, RdpSigner.wrapped(bytes));

    assertThat(broken(other).changes()).isEmpty();
  }

  // ---- unsupported and hostile ones ------------------------------------------------------------

  @Test
  void aLabelThatNobodyKnowsIsNotGuessed() {
    assertThat(check(signed.replace(":s:Full Address,", ":s:Full Address,New Thing,")))
        .isInstanceOfSatisfying(
            Unsupported.class,
            u ->
                assertThat(u.why())
                    .isEqualTo(
                        "signscope (line 8) names what is no documented property and no line of"
                            + " this file, so the signed text is not known: New Thing."));
  }

  @Test
  void aSignatureWithoutItsCertificateIsNotJudged() throws Exception {
    RdpSigner other = new RdpSigner("EC", "SHA256withECDSA");
    String file = other.sending(other.root).sign("full address:s:a");

    assertThat(check(file).why())
        .isEqualTo("The signature does not carry its signer's certificate.");
    assertThat(check(file).status()).isEqualTo(Status.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x30, 0xA0, 0x24})
  void deepNestingEndsInAnAnswer(int tag) {
    byte[] cms = new byte[60_000];
    for (int i = 0; i + 1 < cms.length; i += 2) {
      cms[i] = (byte) tag;
      cms[i + 1] = (byte) 0x80;
    }
    String file =
        "full address:s:a\r\nsignscope:s:Full Address\r\nsignature:s:"
            + Base64.getEncoder().encodeToString(RdpSigner.container(cms));

    assertThat(broken(file).why()).isEqualTo("The signature holds no CMS data.");
  }

  @Test
  void aHugeSignatureIsRefused() {
    String file =
        "full address:s:a\r\nsignscope:s:Full Address\r\nsignature:s:" + "A".repeat(900_000);

    assertThat(broken(file).why())
        .isEqualTo("signature (line 3): expected at most 65536 bytes, found more.");
  }

  @Test
  void withoutTheVerifierItSaysWhatIsMissing() throws Exception {
    URL model = Path.of("target", "classes").toUri().toURL();
    try (URLClassLoader bare =
        new URLClassLoader(new URL[] {model}, ClassLoader.getPlatformClassLoader())) {
      Class<?> file = bare.loadClass(RdpFile.class.getName());
      Object parsed = file.getMethod("parse", byte[].class).invoke(null, signed.getBytes(UTF_8));
      Object outcome = file.getMethod("signature").invoke(parsed);

      assertThat(outcome.toString())
          .startsWith("Unsupported")
          .contains("org.bouncycastle:bcpkix-jdk18on", "--add-modules org.bouncycastle.pkix");
    }
  }

  @Test
  void whatIsPrintedIsOneLine() throws Exception {
    try (InputStream in = RdpSignatureTest.class.getResourceAsStream("odd.rdp")) {
      assertThat(RdpFile.read(in).signature().why()).hasLineCount(1);
    }
    String file = "full address:s:a\r\nsignscope:s:\u001B[2J,Full Address\r\nsignature:s:x";
    assertThat(new String(check(file).why().getBytes(US_ASCII), US_ASCII)).doesNotContain("\u001B");
  }
}
