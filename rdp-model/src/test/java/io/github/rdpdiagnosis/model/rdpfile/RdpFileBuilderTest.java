package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.net.Port;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpFileBuilderTest {
  private static final String SIGNED =
      """
      full address:s:a
      redirectclipboard:i:1
      compression:i:1
      signscope:s:Full Address,RedirectClipboard,Server Port
      signature:s:AQAB
      """;

  @Test
  void untouchedLinesKeepEveryByte() {
    String text =
        " Odd  line\r\n\r\nFull Address:s:a\r\nfruits:s: apple \nserver port:i:1\rlast:s:x";

    RdpEdit edit = file(text).toBuilder().set("server port", 3390).set("audiomode", 2).build();

    assertThat(text(edit))
        .isEqualTo(
            " Odd  line\r\n\r\nFull Address:s:a\r\nfruits:s: apple \nserver port:i:3390\rlast:s:x"
                + "\r\naudiomode:i:2\r\n");
    assertThat(edit.notes()).isEmpty();
  }

  @Test
  void bytesThatAreNoTextSurviveAnEdit() {
    byte[] bytes = "full address:s:a\nusername:s:?\nx:s:y\n".getBytes(UTF_8);
    bytes[28] = (byte) 0xE2;

    byte[] after = RdpFile.parse(bytes).toBuilder().remove("x").build().file().toBytes();

    assertThat(after).hasSize(bytes.length - 6).startsWith(Arrays.copyOf(bytes, 30));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF_8, ''",
    "UTF_8_BOM, \uFEFF",
    "UTF_16LE_BOM, \uFEFF",
    "UTF_16BE_BOM, \uFEFF",
    "UTF_16LE, ''"
  })
  void everyEncodingStays(RdpEncoding encoding, String mark) {
    Charset charset = encoding.charset();
    String before = mark + "full address:s:a\r\nusername:s:\uD800\nx:i:1\r\n";
    String after = mark + "full address:s:b\u00E9\r\nusername:s:\uD800\nx:i:1\r\ny:s:z\r\n";
    boolean isUtf8 = charset.equals(UTF_8);

    RdpEdit edit =
        RdpFile.parse(bytes(before, isUtf8, charset)).toBuilder()
            .set("FULL ADDRESS", "b\u00E9")
            .set("y", "z")
            .build();

    assertThat(edit.file().encoding()).isEqualTo(encoding);
    assertThat(edit.file().toBytes()).isEqualTo(bytes(after, isUtf8, charset));
  }

  /** Half a surrogate pair as UTF-16 stores it, where the encoders of the JDK would replace it. */
  private static byte[] bytes(String text, boolean isUtf8, Charset charset) {
    if (isUtf8) {
      return text.getBytes(charset);
    }
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      int high = charset.equals(UTF_16BE) ? 0 : 1;
      bytes[2 * i + high] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1 - high] = (byte) text.charAt(i);
    }
    return bytes;
  }

  @Test
  void halfAUnitAtTheEndDoesNotShiftWhatFollows() {
    byte[] bytes = "\uFEFFfull address:s:a".getBytes(UTF_16LE);
    byte[] odd = Arrays.copyOf(bytes, bytes.length + 1);

    RdpFile file = RdpFile.parse(odd).toBuilder().set("audiomode", 1).build().file();

    assertThat(file.target().host()).isEqualTo("a");
    assertThat(file.integer("audiomode")).hasValue(1);
  }

  @Test
  void nothingChangedIsTheSameFile() {
    RdpFile file = file(SIGNED);

    assertThat(file.toBuilder().build().file()).isSameAs(file);
    assertThat(file.toBuilder().set("Full Address", "a").remove("none").build().file())
        .isSameAs(file);
    assertThat(file.toBuilder().set("compression", 0).set("compression", 1).build().file())
        .isSameAs(file);
  }

  @Test
  void duplicatesBecomeOne() {
    assertThat(text(file("x:i:1\nfull address:s:a\nX:s:2\n").toBuilder().set("x", 1).build()))
        .isEqualTo("full address:s:a\nX:i:1\n");
    assertThat(text(file("x:i:1\nfull address:s:a\nx:i:2").toBuilder().remove("X").build()))
        .isEqualTo("full address:s:a\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full address", "RedirectClipboard", "server port", "signscope"})
  void anEditUnderTheSignatureDropsItAndSaysSo(String name) {
    RdpEdit edit = file(SIGNED).toBuilder().set(name, "7").build();

    assertThat(edit.notes()).singleElement().asString().contains("signature void", "dropped");
    assertThat(edit.file().setting("signature")).isEmpty();
    assertThat(edit.file().setting("signscope")).isEmpty();
    assertThat(edit.file().lint()).extracting(RdpLintFinding::id).doesNotContain("RDP-19");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compression", "administrative session", "fruits"})
  void anEditBesideTheSignatureKeepsIt(String name) {
    RdpEdit edit = file(SIGNED).toBuilder().set(name, 0).build();

    assertThat(edit.notes()).isEmpty();
    assertThat(edit.file().string("signature")).contains("AQAB");
  }

  @Test
  void removingALineUnderTheSignatureDropsIt() {
    assertThat(text(file(SIGNED).toBuilder().remove("redirectclipboard").build()))
        .isEqualTo("full address:s:a\ncompression:i:1\n");
  }

  @Test
  void aValueOfAnyTypeCanBeSet() {
    RdpSetting saved = new RdpSetting("password 51", RdpSetting.Type.BINARY, Secret.of("0100"));

    assertThat(text(file("full address:s:a").toBuilder().set(saved).build()))
        .isEqualTo("full address:s:a\r\npassword 51:b:0100\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "\uD800"})
  void noLineIsForged(String value) {
    RdpFileBuilder builder = file("full address:s:a").toBuilder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.set("username", value));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.set("user" + value, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.set("a:s:b", 1));
  }

  @Test
  void aFileWithoutASettingIsRefused() {
    assertThatExceptionOfType(RdpFileFormatException.class)
        .isThrownBy(() -> file("x:i:1\nrest").toBuilder().remove("x").build());
  }

  @Test
  void anAdminCopySaysWhomItServes() {
    RdpEdit copy = file("full address:s:a\nadministrative session:i:0\n").adminCopy();

    assertThat(text(copy)).isEqualTo("full address:s:a\nadministrative session:i:1\n");
    assertThat(copy.notes()).singleElement().asString().contains("only the connection made with");
    assertThat(copy.file().adminCopy().file()).isSameAs(copy.file());
    assertThat(RdpFile.adminCommand("my sql1.rdp")).isEqualTo("mstsc \"my sql1.rdp\" /admin");
    assertThatIllegalArgumentException().isThrownBy(() -> RdpFile.adminCommand("a\" & calc \""));
  }

  @Test
  void aFreshFileIsWhatThePortalWrites() {
    assertThat(RdpFile.fresh("20.30.40.50", new Port(3389)).toBytes())
        .isEqualTo(
            "full address:s:20.30.40.50:3389\r\nprompt for credentials:i:1\r\n".getBytes(UTF_8));
    assertThat(RdpFile.fresh("2001:db8::1", new Port(3390), "VM1\\ops").toString())
        .isEqualTo(
            "1: full address:s:[2001:db8::1]:3390\n2: prompt for credentials:i:1\n"
                + "3: username:s:VM1\\ops");
    assertThat(RdpFile.fresh("vm1", new Port(3389), "VM1\\ops").lint()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> RdpFile.fresh("my host", new Port(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RdpFile.fresh("a", new Port(1), "x\r\nfull address:s:evil"));
    assertThatIllegalArgumentException().isThrownBy(() -> RdpFile.fresh("a", new Port(1), " "));
  }

  @ParameterizedTest
  @EnumSource
  void generatedFilesComeBackUnchangedAndChangeOnlyWhereAsked(RdpEncoding encoding) {
    SplittableRandom random = new SplittableRandom(20261122L + encoding.name().hashCode());
    List<String> names = RdpProperties.standard().all().stream().map(RdpProperty::name).toList();
    String[] ends = {"\r\n", "\n", "\r"};
    String[] odd = {"", " ", "no colon", "a:b", "k:z:1", ":s:x", "x:ii:1", "\u738B:s:\uD83D\uDE00"};
    String mark = encoding.bom().length == 0 ? "" : "\uFEFF";
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text =
          new StringBuilder(mark).append("full address:s:host").append(ends[n % 3]);
      for (int lines = random.nextInt(12); lines > 0; lines--) {
        text.append(
            random.nextInt(4) == 0
                ? odd[random.nextInt(odd.length)]
                : names.get(random.nextInt(names.size()))
                    + ":"
                    + "isb".charAt(random.nextInt(3))
                    + ":"
                    + random.nextInt(-5, 70_000));
        text.append(ends[random.nextInt(10) == 0 ? random.nextInt(3) : n % 3]);
      }
      byte[] bytes = text.toString().getBytes(encoding.charset());
      RdpFile file = RdpFile.parse(bytes);
      if (!Arrays.equals(file.toBytes(), bytes) || file.encoding() != encoding) {
        assertThat(file.toBytes()).as("file %s", n).isEqualTo(bytes);
        assertThat(file.encoding()).as("file %s", n).isEqualTo(encoding);
      }
      RdpFile other = file.toBuilder().set("an unused name", n).build().file();
      RdpFile back = other.toBuilder().remove("An Unused Name").build().file();
      if (file.setting("signature").isEmpty() && !Arrays.equals(back.toBytes(), bytes)) {
        assertThat(back.toBytes()).as("file %s", n).isEqualTo(bytes);
      }
      assertThat(other.integer("an unused name")).hasValue(n);
    }
  }

  private static RdpFile file(String text) {
    return RdpFile.parse(text.getBytes(UTF_8));
  }

  private static String text(RdpEdit edit) {
    return new String(edit.file().toBytes(), UTF_8);
  }
}
