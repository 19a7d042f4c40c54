package io.github.rdpdiagnosis.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  private record Ran(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private static Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        RdpDiag.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void aCodeAsJson() throws IOException {
    Ran ran = run("explain", "0x104", "--output", "json");

    assertThat(ran.status()).isZero();
    JsonNode first = ran.json().at("/matches/0");
    assertThat(first.at("/family").asText()).isEqualTo("DISCONNECT_REASON");
    assertThat(first.at("/code").asText()).isEqualTo("0x104");
    assertThat(first.at("/symbol").asText()).isEqualTo("disconnectReasonDNSLookupFailed");
    assertThat(first.at("/meaning").asText()).isEqualTo("Name could not be resolved");
    assertThat(first.at("/causes/0/id").asText()).isEqualTo("CL-02");
    assertThat(first.at("/causes/0/strength").asText()).isEqualTo("SUGGESTS");
    assertThat(first.at("/decidingCheck").asText()).startsWith("client/name");
    assertThat(first.at("/why").asText()).isEqualTo("the code 0x104");
    assertThat(ran.json().at("/matches")).hasSize(3);
  }

  @Test
  void aMessageAsText() {
    Ran ran = run("explain", "he says: Your credentials did not work!");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .startsWith(
            "The best match is the disconnect reason 0x807 (SSL_ERR_LOGON_FAILURE): Logon failed")
        .contains(
            "Matched: the words \"your credentials did not work\"",
            "  suggests  VM-41  " + title("VM-41"),
            "Deciding check: ",
            "event 4625",
            "Fix: Write the user name as VMNAME\\user");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aNegativeNumberAfterTwoDashes() {
    assertThat(run("explain", "--", "-1073741715").out()).contains("STATUS_LOGON_FAILURE");
  }

  @Test
  void aMessageThatProvesOneCause() {
    assertThat(run("explain", "Error", "0xC0000234").out())
        .contains("  proves    VM-62  " + title("VM-62"));
  }

  @Test
  void aMessageWithoutACauseSaysSo() {
    assertThat(run("explain", "ERRINFO_LOGOFF_BY_USER").out())
        .contains("This message alone points to no cause of the catalogue.");
  }

  @Test
  void longListsAreCutInText() throws IOException {
    assertThat(run("explain", "516").out()).contains("  and 53 more (--output json)");
    assertThat(run("explain", "516", "--output", "json").json().at("/matches/0/causes"))
        .hasSize(61);
  }

  @Test
  void nothingMatched() throws IOException {
    Ran text = run("explain", "my printer is offline");
    assertThat(text.status()).isEqualTo(3);
    assertThat(text.out()).startsWith("Nothing in the tables matches this text.");

    Ran json = run("explain", "my printer is offline", "--output", "json");
    assertThat(json.status()).isEqualTo(3);
    assertThat(json.json().at("/matches").isArray()).isTrue();
    assertThat(json.json().at("/matches")).isEmpty();
  }

  @Test
  void oneCauseWithTheWholeRow() throws IOException {
    Cause cause = CauseCatalogue.standard().cause("NW-01");
    Ran text = run("explain", "--cause", "nw-01");
    assertThat(text.status()).isZero();
    for (String part :
        List.of(
            cause.id(),
            cause.title(),
            cause.domain().name(),
            cause.stage().name(),
            cause.symptom(),
            cause.explanation(),
            cause.evidence(),
            cause.provableBy(),
            cause.maxCertainty().name(),
            cause.remedy(),
            cause.reboot(),
            cause.source())) {
      assertThat(text.out()).contains(part);
    }
    JsonNode json = run("explain", "--cause", "NW-01", "--output", "json").json();
    assertThat(json.at("/title").asText()).isEqualTo(cause.title());
    assertThat(json.at("/proves").asText()).isEqualTo("policy.inbound is DENIED_BY_DEFAULT");
    assertThat(json.at("/excludes").asText()).contains("policy.inbound");
    assertThat(json.at("/decidingCheck").asText()).contains("--vm ID");
  }

  @Test
  void allCauses() throws IOException {
    assertThat(run("explain", "--list-causes").out().lines()).hasSize(122);
    assertThat(run("explain", "--list-causes", "--output", "json").json().at("/causes"))
        .hasSize(122);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain | expected one of",
        "explain 0x204 --list-causes | expected one of",
        "explain --cause NW-99 | no cause has the id NW-99",
        "explain 0x204 --output xml | --output",
      })
  void usage(String args, String expected) {
    Ran ran = run(args.split(" "));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(expected).hasLineCount(1);
  }

  @Test
  void aTextThatIsTooShortOrTooLong() {
    assertThat(run("explain", " ").status()).isEqualTo(2);

    Ran ran = run("explain", "x".repeat(65_537));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("found 65537");
  }

  private static String title(String id) {
    return CauseCatalogue.standard().cause(id).title();
  }
}
