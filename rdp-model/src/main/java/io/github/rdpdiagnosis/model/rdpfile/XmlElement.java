package io.github.rdpdiagnosis.model.rdpfile;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a file from outside, without namespaces. Values whose names speak of a password are
 * dropped as they are read.
 */
final class XmlElement {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ELEMENTS = 100_000;
  private static final int MAX_TEXT = 1000;

  private final String name;
  private final Map<String, String> attributes = new HashMap<>();
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlElement(String name) {
    this.name = name;
  }

  /** One without anything. */
  static XmlElement none() {
    return new XmlElement("");
  }

  static XmlElement parse(byte[] xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> new ByteArrayInputStream(new byte[0]));
    factory.setXMLReporter((message, type, information, place) -> {}); // else it prints
    // Decoded here: of bytes that are no UTF-8 the parser would print a line of its own.
    String text = RdpEncoding.of(xml).decode(xml);
    if (text.contains("<!DOCTYPE")) {
      throw new RdpFileFormatException("expected no document type, found one");
    }
    try {
      XMLStreamReader reader = open(factory, text);
      try {
        return tree(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line "
                  + Math.max(1, e.getLocation().getLineNumber())
                  + ", column "
                  + Math.max(1, e.getLocation().getColumnNumber())
                  + ": ";
      throw new RdpFileFormatException(place + "expected well-formed XML, found something else", e);
    }
  }

  private static XmlElement tree(XMLStreamReader reader) throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    int count = 0;
    XmlElement last = none();
    while (reader.hasNext()) {
      switch (next(reader)) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw at(reader, "expected no document type and no entities, found one");
        case XMLStreamConstants.START_ELEMENT -> {
          count++;
          if (open.size() == MAX_DEPTH || count > MAX_ELEMENTS) {
            throw at(
                reader,
                "expected at most "
                    + MAX_DEPTH
                    + " levels and "
                    + MAX_ELEMENTS
                    + " elements, found more");
          }
          XmlElement element = element(reader);
          if (!open.isEmpty()) {
            open.element().children.add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> last = open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.element().add(reader.getText());
          }
        }
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
    return last;
  }

  private static XMLStreamReader open(XMLInputFactory factory, String text)
      throws XMLStreamException {
    try {
      return factory.createXMLStreamReader(new StringReader(text));
    } catch (RuntimeException e) {
      throw new XMLStreamException("the parser failed", e);
    }
  }

  /** The JDK's parser has unchecked exceptions for a few texts that are no XML. */
  private static int next(XMLStreamReader reader) throws XMLStreamException {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      throw new XMLStreamException("the parser failed", reader.getLocation(), e);
    }
  }

  private static RdpFileFormatException at(XMLStreamReader reader, String message) {
    return new RdpFileFormatException(
        "line " + reader.getLocation().getLineNumber() + ": " + message);
  }

  private static XmlElement element(XMLStreamReader reader) {
    XmlElement element = new XmlElement(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String attribute = reader.getAttributeLocalName(i);
      if (!isSecret(attribute)) {
        element.attributes.put(attribute, reader.getAttributeValue(i));
      }
    }
    return element;
  }

  /** The beginning: a name or address is short, and nothing else is wanted. */
  private void add(String more) {
    if (!isSecret(name) && text.length() < MAX_TEXT) {
      text.append(more, 0, Math.min(more.length(), MAX_TEXT - text.length()));
    }
  }

  private static boolean isSecret(String name) {
    return name.toLowerCase(Locale.ROOT).contains("password");
  }

  String name() {
    return name;
  }

  List<XmlElement> children() {
    return children;
  }

  /** The first child of that name. */
  Optional<XmlElement> child(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).findFirst();
  }

  /** The text of the first child of that name, without blanks around it; empty without one. */
  String childText(String childName) {
    return child(childName).map(child -> child.text.toString().strip()).orElse("");
  }

  /** An attribute without blanks around it; empty where it is absent. */
  String attribute(String attributeName) {
    return attributes.getOrDefault(attributeName, "").strip();
  }
}
