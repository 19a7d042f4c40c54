package io.github.rdpdiagnosis.azure.winrm;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The requests of a Windows shell over WS-Management ([MS-WSMV] 3.1.4.5, 3.1.4.10 to 3.1.4.14;
 * header fields 2.2.2). Every value is escaped on its way into the XML.
 *
 * @param action the last part of the SOAP action, such as {@code shell/Receive}
 * @param text the envelope
 */
record SoapRequest(String action, String text) {
  /** The largest envelope that is taken: what WinRM allows by default. */
  static final int MAX_ENVELOPE = 512_000;

  private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
  private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/";

  /**
   * Whom the requests go to.
   *
   * @param to URL of the service
   * @param shellId the shell, once there is one
   */
  record Address(String to, Optional<String> shellId) {
    Address shell(String id) {
      return new Address(to, Optional.of(id));
    }

    /** Makes a shell whose processes see these environment variables. */
    SoapRequest create(Map<String, String> environment, Duration wait) {
      StringBuilder variables = new StringBuilder();
      new TreeMap<>(environment)
          .forEach(
              (name, value) ->
                  variables
                      .append("<rsp:Variable Name=\"" + escaped(name) + "\">")
                      .append(escaped(value) + "</rsp:Variable>"));
      return request(
          TRANSFER + "Create",
          Map.of("WINRS_NOPROFILE", "TRUE", "WINRS_CODEPAGE", "65001"),
          "<rsp:Shell>"
              + (variables.isEmpty() ? "" : "<rsp:Environment>" + variables + "</rsp:Environment>")
              + "<rsp:IdleTimeOut>PT180S</rsp:IdleTimeOut>"
              + "<rsp:InputStreams>stdin</rsp:InputStreams>"
              + "<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>",
          wait);
    }

    SoapRequest command(String program, String arguments, Duration wait) {
      return request(
          SHELL + "/Command",
          Map.of("WINRS_CONSOLEMODE_STDIN", "FALSE", "WINRS_SKIP_CMD_SHELL", "FALSE"),
          "<rsp:CommandLine><rsp:Command>"
              + escaped(program)
              + "</rsp:Command><rsp:Arguments>"
              + escaped(arguments)
              + "</rsp:Arguments></rsp:CommandLine>",
          wait);
    }

    /** All of standard input. */
    SoapRequest send(String command, byte[] input, Duration wait) {
      return request(
          SHELL + "/Send",
          Map.of(),
          "<rsp:Send><rsp:Stream Name=\"stdin\" CommandId=\""
              + escaped(command)
              + "\" End=\"true\">"
              + Base64.getEncoder().encodeToString(input)
              + "</rsp:Stream></rsp:Send>",
          wait);
    }

    SoapRequest receive(String command, Duration wait) {
      return request(
          SHELL + "/Receive",
          Map.of(),
          "<rsp:Receive><rsp:DesiredStream CommandId=\""
              + escaped(command)
              + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>",
          wait);
    }

    SoapRequest terminate(String command, Duration wait) {
      return request(
          SHELL + "/Signal",
          Map.of(),
          "<rsp:Signal CommandId=\""
              + escaped(command)
              + "\"><rsp:Code>"
              + SHELL
              + "/signal/terminate</rsp:Code></rsp:Signal>",
          wait);
    }

    SoapRequest delete(Duration wait) {
      return request(TRANSFER + "Delete", Map.of(), "", wait);
    }

    private SoapRequest request(
        String action, Map<String, String> options, String body, Duration wait) {
      StringBuilder more = new StringBuilder();
      shellId.ifPresent(
          id ->
              more.append("<w:SelectorSet><w:Selector Name=\"ShellId\">")
                  .append(escaped(id) + "</w:Selector></w:SelectorSet>"));
      if (!options.isEmpty()) {
        more.append("<w:OptionSet>");
        new TreeMap<>(options)
            .forEach(
                (name, value) ->
                    more.append("<w:Option Name=\"" + name + "\">" + value + "</w:Option>"));
        more.append("</w:OptionSet>");
      }
      String text =
          "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
              + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
              + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
              + " xmlns:rsp=\""
              + SHELL
              + "\"><s:Header><a:To>"
              + escaped(to)
              + "</a:To><w:ResourceURI s:mustUnderstand=\"true\">"
              + SHELL
              + "/cmd</w:ResourceURI><a:ReplyTo><a:Address s:mustUnderstand=\"true\">"
              + "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
              + "</a:Address></a:ReplyTo><a:Action s:mustUnderstand=\"true\">"
              + action
              + "</a:Action><w:MaxEnvelopeSize s:mustUnderstand=\"true\">"
              + MAX_ENVELOPE
              + "</w:MaxEnvelopeSize><a:MessageID>uuid:"
              + UUID.randomUUID()
              + "</a:MessageID><w:Locale xml:lang=\"en-US\" s:mustUnderstand=\"false\"/>"
              + "<w:OperationTimeout>PT"
              + Math.max(1, wait.toSeconds())
              + "S</w:OperationTimeout>"
              + more
              + "</s:Header><s:Body>"
              + body
              + "</s:Body></s:Envelope>";
      return new SoapRequest(action.replaceFirst(".*/([^/]+/[^/]+)$", "$1"), text);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
