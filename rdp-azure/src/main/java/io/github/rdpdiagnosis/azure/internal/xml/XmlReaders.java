package io.github.rdpdiagnosis.azure.internal.xml;

import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Readers for XML from outside: the JDK's own parser, without document types and entities. */
public final class XmlReaders {
  private static final XMLInputFactory FACTORY = factory();

  private XmlReaders() {}

  private static XMLInputFactory factory() {
    // The JDK's own parser, whatever else is on the class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * A reader that loads nothing from elsewhere. A document type comes as an event: refuse it.
   *
   * @param text the document
   * @return at its start
   * @throws XMLStreamException if it does not start as XML does
   */
  public static XMLStreamReader of(Reader text) throws XMLStreamException {
    synchronized (FACTORY) {
      return FACTORY.createXMLStreamReader(text);
    }
  }
}
