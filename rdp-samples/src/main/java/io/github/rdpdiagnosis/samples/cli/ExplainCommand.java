package io.github.rdpdiagnosis.samples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.diagnosis.CauseKnowledge;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.error.ClientError;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.error.ErrorCandidate;
import io.github.rdpdiagnosis.model.error.ErrorCause;
import io.github.rdpdiagnosis.model.error.ErrorMatch;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What a client's message or code says, from the tables alone: nothing is sent anywhere. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says what a message or code of a client means. Asks no network and no Azure.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:something in the tables matches",
      "2:usage",
      "3:nothing in the tables matches"
    })
final class ExplainCommand implements Callable<Integer> {
  /** Causes that text output lists of one error; the rest is counted. */
  private static final int SHOWN_CAUSES = 8;

  @ParentCommand RdpDiag parent;

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT|CODE",
      description =
          "The message as the client shows it, with whatever is around it, or a code: 0x204, 516,"
              + " ERRINFO_IDLE_TIMEOUT. After -- if it begins with a dash.")
  List<String> texts = new ArrayList<>();

  @Option(
      names = "--cause",
      paramLabel = "ID",
      description = "Prints all that the catalogue knows of a cause, such as NW-01.")
  @Nullable String causeId;

  @Option(names = "--list-causes", description = "Lists the causes of the catalogue.")
  boolean listCauses;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  OutputFormat output;

  @Override
  public Integer call() throws JsonProcessingException {
    long asked = Stream.of(!texts.isEmpty(), causeId != null, listCauses).filter(b -> b).count();
    if (asked != 1) {
      throw new UsageException(
          "expected one of: a text or code, --cause ID, --list-causes (see rdpdiag explain --help)");
    }
    PrintStream out = parent.invocation().out();
    if (listCauses) {
      return list(out);
    }
    return causeId != null ? cause(out, causeId) : explain(out, String.join(" ", texts));
  }

  // ---- a text or code --------------------------------------------------------------------------

  private int explain(PrintStream out, String text) throws JsonProcessingException {
    if (text.isBlank() || text.length() > ClientErrors.MAX_CHARACTERS) {
      throw new UsageException(
          "expected a text of 1 to "
              + ClientErrors.MAX_CHARACTERS
              + " characters, found "
              + text.length());
    }
    ErrorMatch match = ClientErrors.match(text);
    if (output == OutputFormat.json) {
      print(out, json(match));
    } else {
      text(out, match);
    }
    return match.isEmpty() ? ExitCode.UNDETERMINED : ExitCode.WORKS;
  }

  private static ObjectNode json(ErrorMatch match) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode matches = document.putArray("matches");
    for (ErrorCandidate candidate : match.candidates()) {
      ClientError error = candidate.error();
      ObjectNode row = matches.addObject();
      row.put("family", error.family().name());
      row.put("code", error.hexCode());
      row.put("symbol", error.symbol());
      row.put("meaning", error.meaning());
      ArrayNode causes = row.putArray("causes");
      for (ErrorCause cause : candidate.causes()) {
        causes.addObject().put("id", cause.id()).put("strength", cause.strength().name());
      }
      row.put("decidingCheck", error.decidingCheck());
      row.put("remedy", error.remedies());
      row.put("why", candidate.why());
    }
    return document;
  }

  private static void text(PrintStream out, ErrorMatch match) {
    if (match.isEmpty()) {
      out.println("Nothing in the tables matches this text.");
      out.println("Give the exact words or the code that the client shows.");
      return;
    }
    ErrorCandidate best = match.candidates().get(0);
    print(out, best);
    List<ErrorCandidate> others = match.candidates().subList(1, match.candidates().size());
    if (!others.isEmpty()) {
      out.println();
      out.println("Also matches:");
      for (ErrorCandidate other : others) {
        out.println(
            "  " + name(other.error()) + ": " + other.error().meaning() + " (" + other.why() + ")");
      }
    }
  }

  private static void print(PrintStream out, ErrorCandidate best) {
    ClientError error = best.error();
    out.println("The best match is the " + name(error) + ": " + sentence(error.meaning()));
    out.println("Matched: " + best.why());
    out.println();
    if (error.causes().isEmpty()) {
      out.println("This message alone points to no cause of the catalogue.");
    } else {
      out.println("Causes:");
      for (ErrorCause cause :
          best.causes().subList(0, Math.min(SHOWN_CAUSES, error.causes().size()))) {
        Cause known = CauseCatalogue.standard().cause(cause.id());
        out.printf(
            "  %-8s  %s  %s%n",
            cause.strength().name().toLowerCase(Locale.ROOT), cause.id(), known.title());
      }
      if (error.causes().size() > SHOWN_CAUSES) {
        out.println("  and " + (error.causes().size() - SHOWN_CAUSES) + " more (--output json)");
      }
    }
    if (!error.likelyCauses().isEmpty()) {
      out.println("Often behind it: " + sentence(error.likelyCauses()));
    }
    out.println("Deciding check: " + sentence(error.decidingCheck()));
    out.println("Fix: " + sentence(error.remedies()));
  }

  /** Such as: disconnect reason 0x204 (disconnectReasonSocketConnectFailed). */
  private static String name(ClientError error) {
    if (error.hexCode().isEmpty()) {
      return error.family().title() + " \"" + error.symbol() + '"';
    }
    String code = error.family().title() + " " + error.hexCode();
    return error.symbol().isEmpty() ? code : code + " (" + error.symbol() + ")";
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  // ---- the catalogue ---------------------------------------------------------------------------

  private int cause(PrintStream out, String id) throws JsonProcessingException {
    Cause cause =
        CauseCatalogue.standard()
            .find(id)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--cause: no cause has the id "
                            + id
                            + " (see rdpdiag explain --list-causes)"));
    ObjectNode row = json(cause);
    CauseKnowledge knowledge = CauseKnowledge.of(cause);
    row.put("proves", knowledge.proves())
        .put("suggests", knowledge.suggests())
        .put("hints", knowledge.hints())
        .put("excludes", knowledge.excludes())
        .put("lookAlikes", String.join(", ", knowledge.lookAlikes()))
        .put("decidingCheck", knowledge.decidingCheck());
    if (output == OutputFormat.json) {
      print(out, row);
    } else {
      row.fields()
          .forEachRemaining(f -> out.printf("%-14s %s%n", f.getKey() + ":", f.getValue().asText()));
    }
    return ExitCode.WORKS;
  }

  private int list(PrintStream out) throws JsonProcessingException {
    List<Cause> causes = CauseCatalogue.standard().causes();
    if (output == OutputFormat.json) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      ArrayNode rows = document.putArray("causes");
      causes.forEach(
          cause ->
              rows.add(json(cause).put("decidingCheck", CauseKnowledge.of(cause).decidingCheck())));
      print(out, document);
    } else {
      causes.forEach(
          c -> out.printf("%s  %-8s  %-9s  %s%n", c.id(), c.domain(), c.maxCertainty(), c.title()));
    }
    return ExitCode.WORKS;
  }

  private static ObjectNode json(Cause cause) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", cause.id())
        .put("title", cause.title())
        .put("domain", cause.domain().name())
        .put("stage", cause.stage().name())
        .put("symptom", cause.symptom())
        .put("explanation", cause.explanation())
        .put("evidence", cause.evidence())
        .put("provableBy", cause.provableBy())
        .put("maxCertainty", cause.maxCertainty().name())
        .put("remedy", cause.remedy())
        .put("reboot", cause.reboot())
        .put("source", cause.source());
  }

  private static void print(PrintStream out, ObjectNode document) throws JsonProcessingException {
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }
}
