package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The diagnosis as JUnit's XML, for whatever shows test results: one test case for the verdict, one
 * for each check. What could not be told is skipped, never passed.
 *
 * <p>Source: Maven Surefire's XML report format 3.0.
 */
public final class JUnitRenderer implements Renderer {
  private static final double MILLIS = 1000;

  @Override
  public String format() {
    return "junit";
  }

  /** How a test case ended. */
  private enum End {
    PASSED,
    FAILURE,
    SKIPPED
  }

  private record TestCase(String group, String name, long millis, End end, String message) {}

  @Override
  public String render(Diagnosis d) {
    List<TestCase> cases = new ArrayList<>();
    cases.add(
        new TestCase(
            "diagnosis",
            "verdict",
            d.duration().toMillis(),
            end(d),
            d.verdict() + ": " + d.summary()));
    d.checks().forEach(o -> cases.add(testCase(o)));
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      suite(xml, d, cases);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  private static End end(Diagnosis d) {
    return switch (d.verdict()) {
      case WORKS -> End.PASSED;
      case FAULT_FOUND -> End.FAILURE;
      case UNDETERMINED -> End.SKIPPED;
    };
  }

  private static TestCase testCase(Observation o) {
    CheckStatus status = o.status();
    End end =
        switch (status.kind()) {
          case HOLDS -> End.PASSED;
          case VIOLATED -> End.FAILURE;
          case INCONCLUSIVE, NOT_PERMITTED, NOT_APPLICABLE, NOT_RUN -> End.SKIPPED;
        };
    Optional<String> address = o.address();
    return new TestCase(
        o.vantage().name(),
        o.check() + address.map(a -> "@" + a).orElse(""),
        o.duration().toMillis(),
        end,
        status.kind() + status.why().map(w -> ": " + w).orElse(""));
  }

  private static void suite(XMLStreamWriter xml, Diagnosis d, List<TestCase> cases)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    attribute(xml, "name", "Remote Desktop to " + d.target().host() + ":" + d.target().port());
    attribute(xml, "tests", String.valueOf(cases.size()));
    attribute(xml, "failures", count(cases, End.FAILURE));
    attribute(xml, "errors", "0");
    attribute(xml, "skipped", count(cases, End.SKIPPED));
    attribute(xml, "time", seconds(d.duration().toMillis()));
    attribute(xml, "timestamp", d.startedAt().toString().replaceAll("(\\.\\d+)?Z$", ""));
    for (TestCase each : cases) {
      xml.writeCharacters("\n  ");
      write(xml, each);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static String count(List<TestCase> cases, End end) {
    return String.valueOf(cases.stream().filter(c -> c.end() == end).count());
  }

  private static void write(XMLStreamWriter xml, TestCase each) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute(xml, "classname", "rdpdiag." + each.group());
    attribute(xml, "name", each.name());
    attribute(xml, "time", seconds(each.millis()));
    if (each.end() != End.PASSED) {
      xml.writeEmptyElement(each.end().name().toLowerCase(Locale.ROOT));
      attribute(xml, "message", each.message());
      if (each.end() == End.FAILURE) {
        attribute(xml, "type", "VIOLATED");
      }
    }
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, Printable.of(value));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / MILLIS);
  }
}
