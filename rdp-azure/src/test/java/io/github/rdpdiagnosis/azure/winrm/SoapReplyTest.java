package io.github.rdpdiagnosis.azure.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies and requests of the shell service, hand-written after [MS-WSMV] section 4.1. */
class SoapReplyTest {
  static final String CREATED =
      envelope(
          "<x:ResourceCreated xmlns:x=\"t\"><a:Address xmlns:a=\"a\">http://h/wsman</a:Address>"
              + "<a:ReferenceParameters xmlns:a=\"a\"><w:SelectorSet xmlns:w=\"w\">"
              + "<w:Selector Name=\"ShellId\">1A-2B</w:Selector></w:SelectorSet>"
              + "</a:ReferenceParameters></x:ResourceCreated>");
  static final String OUTPUT =
      envelope(
          "<r:ReceiveResponse xmlns:r=\"r\"><r:Stream Name=\"stdout\" CommandId=\"c\">aGVs</r:Stream>"
              + "<r:Stream Name=\"stderr\" CommandId=\"c\" End=\"true\"/>"
              + "<r:CommandState CommandId=\"c\" State=\"r/CommandState/Done\">"
              + "<r:ExitCode>3</r:ExitCode></r:CommandState></r:ReceiveResponse>");
  static final String TIMED_OUT =
      envelope(
          "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value>"
              + "</s:Subcode></s:Code><s:Detail><f:WSManFault xmlns:f=\"f\" Code=\"2150858793\"/>"
              + "</s:Detail></s:Fault>");

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static SoapReply parse(String text) throws WinRmException {
    return SoapReply.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsIdsOutputAndFaults() throws WinRmException {
    assertThat(parse(CREATED).shellId()).contains("1A-2B");
    SoapReply output = parse(OUTPUT);
    assertThat(output.streams()).extracting(SoapReply.Stream::name).contains("stdout", "stderr");
    assertThat(output.streams().get(0).bytes()).asString().isEqualTo("hel");
    assertThat(output.done()).isTrue();
    assertThat(output.exitCode()).contains(3);
    assertThat(parse(TIMED_OUT).fault()).contains("TimedOut 2150858793");
    assertThat(parse(TIMED_OUT).isTimedOut()).isTrue();
  }

  /** An id goes into the next request: one that is none is not taken. */
  @Test
  void anIdThatIsNoneIsNotTaken() throws WinRmException {
    assertThat(parse(CREATED.replace("1A-2B", "1&lt;/w:Selector&gt;")).shellId()).isEmpty();
    assertThat(parse(CREATED.replace("1A-2B", "A".repeat(65))).shellId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<html/>",
        "<!DOCTYPE s [<!ENTITY a \"b\">]><s:Envelope xmlns:s=\"s\">&a;</s:Envelope>",
        "<Envelope><Stream Name=\"stdout\">*</Stream>",
        "<Envelope><Selector Name=\"ShellId\"><a/></Selector></Envelope>"
      })
  void whatIsNoReplyIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(WinRmException.class);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> parse("<Envelope>" + "<a>".repeat(100_000)))
        .isInstanceOf(WinRmException.class);
  }

  @Test
  void everyValueOfARequestIsEscaped() {
    SoapRequest.Address service = new SoapRequest.Address("https://h/\"&<", Optional.empty());
    String text = service.create(Map.of("A", "</x>&\""), Duration.ofSeconds(9)).text();
    assertThat(text)
        .contains("https://h/&quot;&amp;&lt;", "&lt;/x&gt;&amp;&quot;", "PT9S")
        .doesNotContain("</x>");
  }

  /** The script that starts the others is static, and has no way but to take its input. */
  @Test
  void theScriptThatStartsTheOthersIsStatic() throws IOException {
    try (InputStream in = SoapReplyTest.class.getResourceAsStream("run.ps1")) {
      String script = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(script).matches("(?s)[\n\\x20-\\x7e]*").contains("[Console]::In.ReadToEnd()");
      // In UTF-16 and base64 it has to fit into the command line of cmd.exe, 8,191 characters.
      assertThat(script.length() * 8 / 3).isLessThan(7_500);
    }
  }
}
