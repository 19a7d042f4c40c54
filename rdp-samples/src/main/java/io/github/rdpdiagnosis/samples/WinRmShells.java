package io.github.rdpdiagnosis.samples;

import io.github.rdpdiagnosis.azure.guest.StaticScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Shells of a made-up Windows as [MS-WSMV] 3.1.4 has them: create, command, send, receive, signal,
 * delete. The first question for output finds none yet, the second gets half of it.
 */
final class WinRmShells {
  private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
  private static final String ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
  private static final String WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
  private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";

  private final Map<String, Shell> shells = new ConcurrentHashMap<>();
  private final WinRmStub.Scripts scripts;

  WinRmShells(WinRmStub.Scripts scripts) {
    this.scripts = scripts;
  }

  /** What is answered. */
  record Reply(int status, String body) {
    static Reply ok(String body) {
      return new Reply(200, envelope(body));
    }

    static Reply fault(String code, long number) {
      return new Reply(500, WinRmShells.fault(code, number));
    }
  }

  private static final class Shell {
    private final Map<String, String> environment = new TreeMap<>();
    private Optional<String> command = Optional.empty();
    private String output = "";
    private int asked;
  }

  int open() {
    return shells.size();
  }

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s=\""
        + SOAP
        + "\" xmlns:a=\""
        + ADDRESSING
        + "\" xmlns:w=\""
        + WSMAN
        + "\" xmlns:x=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\" xmlns:rsp=\""
        + SHELL
        + "\"><s:Header/><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  static String fault(String code, long number) {
    return envelope(
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:"
            + code
            + "</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"de-DE\">...</s:Text>"
            + "</s:Reason><s:Detail><f:WSManFault"
            + " xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\""
            + number
            + "\"/></s:Detail></s:Fault>");
  }

  Reply answer(InputStream body, List<String> calls, boolean endless, boolean fails)
      throws IOException {
    Optional<Document> read = parse(body);
    if (read.isEmpty() || !isAddressed(read.get())) {
      return Reply.fault("SchemaValidationError", 2_150_858_817L);
    }
    Document request = read.get();
    String action = text(request, ADDRESSING, "Action").replaceFirst(".*/", "");
    if (action.equals("Create")) {
      calls.add(action);
      return create(request);
    }
    Shell shell = shells.get(text(request, WSMAN, "Selector"));
    if (shell == null) {
      return Reply.fault("InvalidSelectors", 2_150_858_843L);
    }
    synchronized (shell) {
      return switch (action) {
        case "Command" -> {
          calls.add(action);
          yield command(shell, request);
        }
        case "Send" -> {
          StaticScript script = script(request);
          calls.add("Send " + what(script, shell.environment));
          shell.output = fails ? "" : scripts.run(parameters(shell.environment));
          yield Reply.ok("<rsp:SendResponse/>");
        }
        case "Receive" -> {
          calls.add(action);
          yield receive(shell, endless);
        }
        case "Signal" -> {
          calls.add(action);
          yield Reply.ok("<rsp:SignalResponse/>");
        }
        case "Delete" -> {
          calls.add(action);
          shells.values().remove(shell);
          yield Reply.ok("");
        }
        default -> Reply.fault("ActionNotSupported", 2_150_858_760L);
      };
    }
  }

  private static Optional<Document> parse(InputStream body) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return Optional.of(factory.newDocumentBuilder().parse(body));
    } catch (ParserConfigurationException | SAXException e) {
      return Optional.empty();
    }
  }

  /** What every request must have ([MS-WSMV] 2.2.1, DMTF DSP0226 clause 5). */
  private static boolean isAddressed(Document request) {
    return !text(request, ADDRESSING, "To").isEmpty()
        && text(request, ADDRESSING, "MessageID").startsWith("uuid:")
        && text(request, WSMAN, "ResourceURI").equals(SHELL + "/cmd")
        && text(request, WSMAN, "OperationTimeout").matches("PT\\d+S")
        && text(request, ADDRESSING, "Address").endsWith("/anonymous");
  }

  private static String text(Document document, String namespace, String name) {
    NodeList found = document.getElementsByTagNameNS(namespace, name);
    return found.getLength() == 1 ? found.item(0).getTextContent() : "";
  }

  private Reply create(Document request) {
    String id = UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);
    Shell shell = new Shell();
    NodeList variables = request.getElementsByTagNameNS(SHELL, "Variable");
    for (int i = 0; i < variables.getLength(); i++) {
      Element variable = (Element) variables.item(i);
      shell.environment.put(variable.getAttribute("Name"), variable.getTextContent());
    }
    shells.put(id, shell);
    return Reply.ok(
        "<x:ResourceCreated><a:Address>http://127.0.0.1/wsman</a:Address><a:ReferenceParameters>"
            + "<w:ResourceURI>"
            + SHELL
            + "/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">"
            + id
            + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>");
  }

  private static Reply command(Shell shell, Document request) {
    String arguments = text(request, SHELL, "Arguments");
    boolean powershell = text(request, SHELL, "Command").equals("powershell.exe");
    String encoded = arguments.replaceFirst(".* -EncodedCommand ", "");
    String script = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_16LE);
    if (!powershell || !script.contains("[Console]::In.ReadToEnd()") || arguments.length() > 8000) {
      return Reply.fault("InvalidParameter", 87);
    }
    String id = UUID.randomUUID().toString();
    shell.command = Optional.of(id);
    return Reply.ok(
        "<rsp:CommandResponse><rsp:CommandId>" + id + "</rsp:CommandId></rsp:CommandResponse>");
  }

  /** What came through standard input, all of it at once; nothing but the two scripts is run. */
  private static StaticScript script(Document request) {
    Element stream = (Element) request.getElementsByTagNameNS(SHELL, "Stream").item(0);
    String text =
        new String(Base64.getDecoder().decode(stream.getTextContent()), StandardCharsets.US_ASCII);
    if (!stream.getAttribute("End").equals("true")) {
      throw new IllegalStateException("the input has no end");
    }
    for (StaticScript script : StaticScript.values()) {
      if (script.text().equals(text)) {
        return script;
      }
    }
    throw new IllegalStateException("another script than one of the library");
  }

  private static Map<String, String> parameters(Map<String, String> environment) {
    Map<String, String> parameters = new TreeMap<>();
    environment.forEach((name, value) -> parameters.put(name.replace("RDPDIAG_", ""), value));
    return parameters;
  }

  private static String what(StaticScript script, Map<String, String> environment) {
    Map<String, String> parameters = parameters(environment);
    return script == StaticScript.COLLECT
        ? "collect"
        : parameters.get("Mode") + " " + parameters.get("What");
  }

  private static Reply receive(Shell shell, boolean endless) {
    shell.asked++;
    if (shell.asked == 1) {
      return Reply.fault("TimedOut", 2_150_858_793L);
    }
    String id = shell.command.orElse("");
    byte[] output = shell.output.getBytes(StandardCharsets.US_ASCII);
    if (endless) {
      return Reply.ok("<rsp:ReceiveResponse>" + state(id, "Running") + "</rsp:ReceiveResponse>");
    }
    if (output.length == 0) {
      return Reply.ok(
          "<rsp:ReceiveResponse>"
              + stream(
                  id,
                  "stderr",
                  "+ CategoryInfo : SecurityError".getBytes(StandardCharsets.US_ASCII))
              + state(id, "Done")
              + "</rsp:ReceiveResponse>");
    }
    int half = output.length / 2;
    return shell.asked == 2
        ? Reply.ok(
            "<rsp:ReceiveResponse>"
                + stream(id, "stdout", java.util.Arrays.copyOf(output, half))
                + state(id, "Running")
                + "</rsp:ReceiveResponse>")
        : Reply.ok(
            "<rsp:ReceiveResponse>"
                + stream(id, "stdout", java.util.Arrays.copyOfRange(output, half, output.length))
                + state(id, "Done")
                + "</rsp:ReceiveResponse>");
  }

  private static String stream(String command, String name, byte[] bytes) {
    return "<rsp:Stream Name=\""
        + name
        + "\" CommandId=\""
        + command
        + "\">"
        + Base64.getEncoder().encodeToString(bytes)
        + "</rsp:Stream>";
  }

  private static String state(String command, String state) {
    return "<rsp:CommandState CommandId=\""
        + command
        + "\" State=\""
        + SHELL
        + "/CommandState/"
        + state
        + (state.equals("Done") ? "\"><rsp:ExitCode>0</rsp:ExitCode>" : "\">")
        + "</rsp:CommandState>";
  }
}
