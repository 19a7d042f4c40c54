package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.internal.xml.XmlReaders;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML document that knows its place, so that what is wrong with it can be said
 * exactly. Namespaces and attributes are dropped: the documents read here do not need them.
 *
 * <p>A document with a document type is refused, whatever it declares, so there are no entities but
 * XML's own five; size, depth and the number of elements are bounded.
 */
final class XmlElement {
  /** The largest document that is read, in bytes: 4 MiB. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  static final int MAX_DEPTH = 64;
  static final int MAX_ELEMENTS = 100_000;

  private final String document;
  private final String path;
  private final int line;
  private final int column;
  private final String name;
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlElement(String document, String path, String name, Location at) {
    this.document = document;
    this.path = path + "/" + name;
    this.name = name;
    this.line = at.getLineNumber();
    this.column = at.getColumnNumber();
  }

  /**
   * The root of a document.
   *
   * @throws XmlDocumentException if it is no XML within the bounds
   */
  static XmlElement parse(byte[] bytes, String document) {
    if (bytes.length > MAX_BYTES) {
      throw new XmlDocumentException(
          document,
          "byte " + MAX_BYTES,
          "expected at most " + MAX_BYTES + " bytes, got " + bytes.length);
    }
    XMLStreamReader reader = null;
    try {
      reader = XmlReaders.of(new StringReader(EncodedText.decode(bytes)));
      return read(reader, document);
    } catch (XMLStreamException e) {
      Location at = e.getLocation();
      throw new XmlDocumentException(
          document,
          at == null ? "line 1, column 1" : place(at),
          "expected well-formed XML: " + problem(e));
    } catch (RuntimeException e) {
      if (e instanceof XmlDocumentException) {
        throw e;
      }
      // The parser's own failures are not all checked exceptions.
      throw new XmlDocumentException(
          document,
          reader == null ? "line 1, column 1" : place(reader.getLocation()),
          "expected well-formed XML");
    }
  }

  private static XmlElement read(XMLStreamReader reader, String document)
      throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    int count = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD ->
            throw new XmlDocumentException(
                document, place(reader.getLocation()), "expected no document type");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XmlDocumentException(
                document, place(reader.getLocation()), "expected no entity of the document's own");
        case XMLStreamConstants.START_ELEMENT -> {
          count++;
          if (count > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
            throw new XmlDocumentException(
                document,
                place(reader.getLocation()),
                "expected at most "
                    + MAX_ELEMENTS
                    + " elements, nested at most "
                    + MAX_DEPTH
                    + " deep");
          }
          XmlElement parent = open.peek();
          XmlElement element =
              new XmlElement(
                  document,
                  parent == null ? "" : parent.path,
                  shortened(reader.getLocalName()),
                  reader.getLocation());
          if (parent == null) {
            root = element;
          } else {
            parent.children.add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          XmlElement element = open.peek();
          if (element != null && !reader.isWhiteSpace()) {
            element.text.append(
                reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
          }
        }
        default -> {
          // comments and processing instructions say nothing
        }
      }
    }
    if (root == null) {
      throw new XmlDocumentException(document, "line 1, column 1", "expected an element");
    }
    return root;
  }

  private static String place(Location at) {
    return "line " + at.getLineNumber() + ", column " + at.getColumnNumber();
  }

  /** The parser's message without its first line, which repeats the place. */
  private static String problem(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int detail = message.indexOf("Message: ");
    return shortened(detail < 0 ? message : message.substring(detail + "Message: ".length()));
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }

  String name() {
    return name;
  }

  private XmlDocumentException problem(String expected, String got) {
    return new XmlDocumentException(
        document,
        "line " + line + ", column " + column + " (" + path + ")",
        "expected " + expected + ", got " + got);
  }

  XmlDocumentException unexpected(String expected) {
    return problem(expected, "<" + name + ">");
  }

  /** The first child of this name. */
  Optional<XmlElement> child(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).findFirst();
  }

  /** The elements of this name in a list element of its own, such as {@code Roles/Role}. */
  List<XmlElement> listed(String listName, String childName) {
    return child(listName)
        .map(list -> list.children.stream().filter(c -> c.name.equals(childName)).toList())
        .orElse(List.of());
  }

  /** The text of a child; absent where the child is absent or blank. */
  Optional<String> optionalText(String childName) {
    return child(childName)
        .map(child -> child.text.toString().strip())
        .filter(value -> !value.isEmpty());
  }

  String text(String childName) {
    return optionalText(childName)
        .orElseThrow(() -> problem("<" + childName + "> with a text", "none"));
  }

  int number(String childName, int min, int max) {
    String value = text(childName);
    return number(childName, value, min, max);
  }

  Optional<Integer> optionalNumber(String childName, int min, int max) {
    return optionalText(childName).map(value -> number(childName, value, min, max));
  }

  private int number(String childName, String value, int min, int max) {
    try {
      int number = Integer.parseInt(value);
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the bounds
    }
    throw child(childName)
        .orElse(this)
        .problem("a whole number from " + min + " to " + max, "'" + shortened(value) + "'");
  }

  boolean flag(String childName, boolean otherwise) {
    @Nullable String value = optionalText(childName).orElse(null);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw child(childName)
              .orElse(this)
              .problem("true or false", "'" + shortened(value) + "'");
    };
  }
}
