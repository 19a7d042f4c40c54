package io.github.rdpdiagnosis.azure.winrm;

import io.github.rdpdiagnosis.azure.internal.xml.XmlReaders;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a reply of the shell service says ([MS-WSMV] 2.2.4, 3.1.4): ids, output, state, or a fault.
 * Everything else in it is passed over.
 *
 * @param shellId of a shell that was made
 * @param commandId of a command that was started
 * @param streams output, in order
 * @param done whether the command has ended
 * @param exitCode of a command that has ended
 * @param fault local name of the fault's inner subcode, such as {@code TimedOut}, and the code that
 *     Windows gives it
 */
record SoapReply(
    Optional<String> shellId,
    Optional<String> commandId,
    List<Stream> streams,
    boolean done,
    Optional<Integer> exitCode,
    Optional<String> fault) {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_ELEMENTS = 20_000;
  private static final String ID = "[A-Za-z0-9-]{1,64}";

  /**
   * A piece of output.
   *
   * @param name {@code stdout} or {@code stderr}
   * @param base64 what was printed
   */
  record Stream(String name, String base64) {
    byte[] bytes() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  /** That the service had nothing to say in the time that it was given; it is asked again. */
  boolean isTimedOut() {
    return fault.filter(name -> name.startsWith("TimedOut")).isPresent();
  }

  static SoapReply parse(byte[] xml) throws WinRmException {
    try {
      XMLStreamReader in = XmlReaders.of(new StringReader(new String(xml, StandardCharsets.UTF_8)));
      return new Walk(in).reply();
    } catch (XMLStreamException | IllegalArgumentException | IllegalStateException e) {
      throw unreadable();
    }
  }

  static WinRmException unreadable() {
    return WinRmException.of(
        "what answered is no WinRM service: its reply is no SOAP that can be read",
        "looking at what listens on that port");
  }

  /** One pass over the elements. */
  private static final class Walk {
    private final XMLStreamReader in;
    private final List<Stream> streams = new ArrayList<>();
    private Optional<String> shellId = Optional.empty();
    private Optional<String> commandId = Optional.empty();
    private Optional<Integer> exitCode = Optional.empty();
    private Optional<String> subcode = Optional.empty();
    private Optional<String> code = Optional.empty();
    private boolean envelope;
    private boolean fault;
    private boolean done;

    Walk(XMLStreamReader in) {
      this.in = in;
    }

    SoapReply reply() throws XMLStreamException, WinRmException {
      int depth = 0;
      int count = 0;
      while (in.hasNext()) {
        switch (in.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (++depth > MAX_DEPTH || ++count > MAX_ELEMENTS) {
              throw unreadable();
            }
            // Reading an element's text goes past its end.
            depth -= element(in.getLocalName()) ? 1 : 0;
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw unreadable();
          default -> {
            // text between elements, comments
          }
        }
      }
      if (!envelope) {
        throw unreadable();
      }
      return new SoapReply(
          shellId,
          commandId,
          streams,
          done,
          exitCode,
          fault
              ? Optional.of(subcode.orElse("fault") + code.map(c -> " " + c).orElse(""))
              : Optional.empty());
    }

    /** Takes what it knows; true if it read the element to its end. */
    private boolean element(String name) throws XMLStreamException {
      switch (name) {
        case "Envelope" -> envelope = true;
        case "Fault" -> fault = true;
        case "WSManFault" -> code = attribute("Code").filter(c -> c.matches("\\d{1,10}"));
        case "CommandState" ->
            done |= attribute("State").filter(s -> s.endsWith("/CommandState/Done")).isPresent();
        case "Selector" -> {
          if (attribute("Name").filter("ShellId"::equals).isPresent()) {
            shellId = Optional.of(in.getElementText().strip()).filter(id -> id.matches(ID));
            return true;
          }
        }
        case "CommandId" -> {
          commandId = Optional.of(in.getElementText().strip()).filter(id -> id.matches(ID));
          return true;
        }
        case "ExitCode" -> {
          exitCode =
              Optional.of(in.getElementText().strip())
                  .filter(text -> text.matches("-?\\d{1,9}"))
                  .map(Integer::valueOf);
          return true;
        }
        case "Stream" -> {
          Stream stream = new Stream(attribute("Name").orElse(""), in.getElementText());
          stream.bytes(); // throws where it is no base64
          streams.add(stream);
          return true;
        }
        case "Value" -> {
          // The innermost subcode is the last.
          String value = in.getElementText().strip();
          subcode =
              Optional.of(value.substring(value.indexOf(':') + 1))
                  .filter(text -> text.matches("[A-Za-z]{1,60}"));
          return true;
        }
        default -> {
          // not needed
        }
      }
      return false;
    }

    private Optional<String> attribute(String name) {
      return Optional.ofNullable(in.getAttributeValue(null, name));
    }
  }
}
