package io.github.rdpdiagnosis.diagnosis.internal.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Evidence;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Vantage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** Each form, as the program reads it that it is made for. */
class FormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Everything that is rendered in these tests. */
  private static Map<String, Diagnosis> diagnoses() {
    Map<String, Diagnosis> all = new LinkedHashMap<>(Stories.all());
    all.put("hostile", Stories.hostile());
    all.put("huge", Stories.huge());
    return all;
  }

  private static JsonSchema schema(String name) {
    try (InputStream in =
        Diagnosis.class.getResourceAsStream("/io/github/rdpdiagnosis/diagnosis/schema/" + name)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void resultsFollowTheirSchema() {
    JsonSchema schema = schema("result-1.json");
    diagnoses()
        .forEach(
            (name, d) ->
                assertThat(schema.validate(json(Renderer.json().render(d)))).as(name).isEmpty());
  }

  @Test
  void recordedLabRunsFollowTheSchema() throws IOException {
    Path runs = Path.of("../rdp-samples/target/lab");
    Assumptions.assumeTrue(Files.isDirectory(runs), "no lab runs in " + runs);
    JsonSchema result = schema("result-1.json");
    JsonSchema evidence = schema("evidence-1.json");
    try (Stream<Path> files = Files.walk(runs)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode run = json(Files.readString(file));
        JsonSchema schema = run.has("document") ? evidence : result;
        assertThat(schema.validate(run)).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void theSchemaRefusesWhatIsNoResult() {
    JsonSchema schema = schema("result-1.json");
    String good = Renderer.json().render(Stories.all().get("tcp-TIMED_OUT"));
    for (String[] change :
        new String[][] {
          {"\"UNDETERMINED\"", "\"MAYBE\""},
          {"\"schemaVersion\" : 1", "\"schemaVersion\" : 2"},
          {"\"domain\" : \"EDGE\"", "\"domain\" : \"CLOUD\""},
          {"\"certainty\" : \"POSSIBLE\"", "\"certainty\" : \"SURE\""},
          {"\"startedAt\" : \"2026-11-22T10:00:00Z\"", "\"startedAt\" : \"yesterday\""},
          {"\"status\" : \"HOLDS\"", "\"status\" : \"INCONCLUSIVE\""}
        }) {
      Set<ValidationMessage> problems = schema.validate(json(good.replace(change[0], change[1])));
      assertThat(good).contains(change[0]);
      assertThat(problems).as(change[1]).isNotEmpty();
    }
  }

  @Test
  void evidenceFollowsItsSchema() {
    JsonSchema schema = schema("evidence-1.json");
    Stories.observations()
        .forEach(
            (name, seen) ->
                assertThat(
                        schema.validate(
                            json(
                                new Evidence(new Vantage("alt"), "vm1.example", 3389, seen)
                                    .json())))
                    .as(name)
                    .isEmpty());
  }

  @Test
  void jsonLinesAreOneDocumentEachAndTheLastIsTheResult() {
    JsonSchema schema = schema("result-1.json");
    diagnoses()
        .forEach(
            (name, d) -> {
              List<String> lines = render("jsonl", d).lines().toList();
              assertThat(lines).as(name).hasSize(d.checks().size() + 1);
              lines.forEach(line -> assertThat(json(line).has("event")).isTrue());
              JsonNode last = json(lines.get(lines.size() - 1));
              assertThat(last.at("/event").asText()).isEqualTo("RESULT");
              assertThat(schema.validate(last.get("result"))).as(name).isEmpty();
            });
  }

  private static String render(String format, Diagnosis d) {
    return Renderer.named(format, 80).orElseThrow().render(d);
  }

  @Test
  void everyFormatHasAnEndAndKnowsItsName() {
    for (String format : Renderer.formats()) {
      assertThat(Renderer.named(format, 80).orElseThrow().format()).isEqualTo(format);
      diagnoses()
          .forEach((name, d) -> assertThat(render(format, d)).as(name).isNotBlank().endsWith("\n"));
    }
    assertThat(Renderer.named("pdf", 80)).isEmpty();
  }

  @Test
  void junitFollowsTheXmlSchemaAndWhatIsUndeterminedIsSkipped() throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(FormatsTest.class.getResource("/junit.xsd"));
    for (Map.Entry<String, Diagnosis> each : diagnoses().entrySet()) {
      String xml = render("junit", each.getValue());
      schema.newValidator().validate(new StreamSource(new StringReader(xml)));
      Diagnosis d = each.getValue();
      long passed =
          d.checks().stream().filter(o -> o.status().kind() == CheckStatus.Kind.HOLDS).count()
              + (d.verdict() == Verdict.WORKS ? 1 : 0);
      assertThat(
              xml.lines().filter(l -> l.endsWith("</testcase>") && !l.contains("message=")).count())
          .as(each.getKey())
          .isEqualTo(passed);
    }
    assertThatThrownBy(
            () ->
                schema
                    .newValidator()
                    .validate(new StreamSource(new StringReader("<testsuite name='x'/>"))))
        .isInstanceOf(SAXException.class);
  }

  private static final Pattern NAGIOS =
      Pattern.compile(
          "RDP (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \\|"
              + "( '?[a-z_]+'?=-?[0-9.]+(s|ms|%|B|c)?(;[0-9.:~@-]*){0,4})+\n");

  @Test
  void nagiosIsOneLineOfItsGrammarWithTheRightStatus() {
    List<String> states = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");
    diagnoses()
        .forEach(
            (name, d) -> {
              String line = render("nagios", d);
              assertThat(line).as(name).matches(NAGIOS).hasSizeLessThan(4096);
              int status = Renderer.named("nagios", 80).orElseThrow().exitStatus(d);
              assertThat(line).startsWith("RDP " + states.get(status) + " - ");
              if (d.verdict() == Verdict.UNDETERMINED) {
                assertThat(status).as(name).isEqualTo(3);
              }
            });
  }

  @Test
  void whatWillBreakIsForetoldEverywhereAndAWarning() {
    Diagnosis d = Stories.all().get("works-for-five-days");
    String sentence = "The server's certificate expires at 2026-11-27T10:00:00Z, in 5 days.";
    assertThat(render("nagios", d)).startsWith("RDP WARNING - ").contains(sentence);
    assertThat(render("text", d)).contains(sentence);
    assertThat(render("html", d))
        .contains("certificate expires at 2026-11-27T10:00:00Z, in 5 days");
    assertThat(json(render("json", d)).at("/forecast/0/at").asText())
        .isEqualTo("2026-11-27T10:00:00Z");
    assertThat(json(render("json", Stories.all().get("works"))).at("/forecast")).isEmpty();
  }

  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*"
              + "\\{[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\""
              + "(,[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\")*\\} -?[0-9]+(\\.[0-9]+)?");

  @Test
  void prometheusTextFollowsTheExpositionFormatWithinBounds() {
    diagnoses()
        .forEach(
            (name, d) -> {
              List<String> lines = render("prometheus", d).lines().toList();
              assertThat(lines).as(name).hasSizeLessThan(150);
              assertThat(lines)
                  .allMatch(
                      line ->
                          line.matches("# (HELP|TYPE) [a-z_]+ .+")
                              || SAMPLE.matcher(line).matches());
              assertThat(lines.stream().map(l -> l.replaceAll(" [0-9.]+$", "")))
                  .doesNotHaveDuplicates();
            });
  }

  @Test
  void promtoolTakesIt() throws Exception {
    Path promtool = Path.of(System.getProperty("promtool", "/usr/bin/promtool"));
    Assumptions.assumeTrue(Files.isExecutable(promtool), "no " + promtool);
    for (String story : List.of("works-nla", "tcp-TIMED_OUT", "hostile")) {
      Process check = new ProcessBuilder(promtool.toString(), "check", "metrics").start();
      check.getOutputStream().write(render("prometheus", diagnoses().get(story)).getBytes(UTF_8));
      check.getOutputStream().close();
      String says = new String(check.getErrorStream().readAllBytes(), UTF_8);
      assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(check.exitValue()).as(story + ": " + says).isZero();
    }
  }

  @Test
  void markdownLetsNoMarkupIn() {
    String page = render("markdown", Stories.hostile());
    assertThat(page).doesNotContain("<script", "<img", "](", "http://", "```");
    assertThat(render("markdown", Stories.all().get("tcp-TIMED_OUT")))
        .startsWith("# UNDETERMINED")
        .contains("| --- | --- | --- |", "```\nrdpdiag probe ", "### NW-01 POSSIBLE");
  }

  @Test
  void textHasTheCommandsToPaste() {
    assertThat(render("text", Stories.all().get("tcp-TIMED_OUT")))
        .contains("\n       rdpdiag diagnose vm1.example:3389 --evidence elsewhere.json\n");
  }
}
