package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import io.github.rdpdiagnosis.diagnosis.Note;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.internal.render.ChangeLine;
import io.github.rdpdiagnosis.diagnosis.internal.render.Commands;
import io.github.rdpdiagnosis.diagnosis.internal.render.Forecast;
import io.github.rdpdiagnosis.diagnosis.internal.render.Printable;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the template prints of a diagnosis: texts that are ready to be shown, bounded in number and
 * length, not yet escaped.
 */
final class HtmlReport {
  private static final int MOST_ROWS = 120;
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST_TEXT = 1500;
  private static final int LONGEST_NAME = 120;
  private static final int MOST_FACTS = 120;

  private final Diagnosis d;
  private final TextBudget budget = new TextBudget();
  private final Map<String, String> anchors = new HashMap<>();
  private final List<Named> meta;
  private final List<Place> places;
  private final List<Card> findings;
  private final List<Step> steps;
  private final List<String> notes;
  private final List<Row> rows;
  private final @Nullable Admission admission;

  /** What matters most takes its room first. */
  HtmlReport(Diagnosis d) {
    this.d = d;
    for (Observation o : d.checks().subList(0, Math.min(MOST_ROWS, d.checks().size()))) {
      anchors.putIfAbsent(o.id(), "c" + anchors.size());
    }
    meta = metaOf(d);
    places = d.domains().stream().map(this::place).toList();
    findings = d.findings().stream().map(this::card).toList();
    steps = d.nextSteps().stream().limit(MOST_ITEMS).map(this::step).toList();
    notes = texts(d.notes().stream().map(Note::text).toList());
    admission = Admission.of(d);
    rows = rowsOf(d);
  }

  /** A name and a value. */
  record Named(String name, String value) {}

  /** One of the five places, as a row of the table. */
  record Place(String title, String status, String mark, String css, List<String> because) {}

  /** What a finding rests on; the anchor is null where the check is not among the rows. */
  record Cited(String id, @Nullable String anchor) {}

  /** One finding. */
  record Card(
      String css,
      String certainty,
      String id,
      String title,
      String place,
      String explanation,
      List<String> remedies,
      List<String> resources,
      List<Cited> evidence) {}

  /** One next step. */
  record Step(String check, String worth, String how, List<String> commands) {}

  /** One check: a row of the time line, and its evidence. */
  record Row(
      String anchor,
      String id,
      String css,
      String status,
      String took,
      String x,
      String width,
      @Nullable String why,
      String at,
      List<Named> facts) {}

  /** The port at one point of the path. */
  record PortAt(String where, String port, String css) {}

  String policy() {
    return Assets.POLICY;
  }

  String style() {
    return Assets.STYLE;
  }

  String script() {
    return Assets.SCRIPT;
  }

  String title() {
    return text(d.verdict() + ": Remote Desktop to " + d.target().host());
  }

  String verdict() {
    return d.verdict().name().replace('_', ' ');
  }

  String verdictClass() {
    return Look.of(d.verdict()).css();
  }

  String summary() {
    return text(d.summary());
  }

  List<Named> meta() {
    return meta;
  }

  private List<Named> metaOf(Diagnosis d) {
    List<Named> meta = new ArrayList<>();
    meta.add(named("Target", d.target().host() + " port " + d.target().port()));
    if (!d.target().addresses().isEmpty()) {
      meta.add(named("Addresses", String.join(" ", d.target().addresses())));
    }
    d.target().rdpFile().ifPresent(file -> meta.add(named("File", file)));
    d.target().vmId().ifPresent(vm -> meta.add(named("VM", vm)));
    meta.add(named("Proven up to", d.provenUpTo().name()));
    meta.add(named("Began", d.startedAt().truncatedTo(ChronoUnit.SECONDS).toString()));
    meta.add(named("Took", millis(d.duration().toMillis())));
    meta.add(named("Connections made", String.valueOf(d.connections())));
    return meta;
  }

  PathPicture wide() {
    return PathPicture.wide(d.domains());
  }

  PathPicture narrow() {
    return PathPicture.narrow(d.domains());
  }

  String pathInWords() {
    return d.domains().stream()
        .map(v -> v.domain().title() + ": " + v.status())
        .collect(Collectors.joining(", then "));
  }

  List<Place> places() {
    return places;
  }

  private Place place(DomainVerdict v) {
    Look look = Look.of(v.status());
    String title = v.domain().title();
    return new Place(
        title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
        v.status().name(),
        look.mark(),
        look.css(),
        texts(v.because()));
  }

  List<Card> findings() {
    return findings;
  }

  private Card card(Finding f) {
    return new Card(
        Look.of(f.certainty()).css(),
        f.certainty().name(),
        f.cause().id(),
        text(f.cause().title()),
        text("Place: " + f.domain().title()),
        text(f.explanation()),
        texts(f.remedies()),
        texts(f.resources()),
        f.evidence().stream()
            .limit(MOST_ITEMS)
            .map(id -> new Cited(text(id), anchors.get(id)))
            .toList());
  }

  List<Named> alsoPossible() {
    CauseCatalogue causes = CauseCatalogue.standard();
    return d.alsoPossible().stream().map(id -> named(id, causes.cause(id).title())).toList();
  }

  /** Who cannot be told the cause wants to know first what would tell it. */
  boolean stepsComeFirst() {
    return d.verdict() == Verdict.UNDETERMINED;
  }

  List<Step> steps() {
    return steps;
  }

  private Step step(NextStep step) {
    return new Step(
        text(step.check()),
        step.separates().isEmpty() ? "" : Commands.worth(step.separates().size()),
        text(step.how()),
        Commands.of(step, d));
  }

  List<String> notes() {
    return notes;
  }

  @Nullable Admission admission() {
    return admission;
  }

  /** Where the port is the same as the one asked for, and where it is not. */
  List<PortAt> ports() {
    Map<String, Long> ports = new LinkedHashMap<>();
    ports.put("asked for", (long) d.target().port());
    for (Observation o : d.checks()) {
      o.facts()
          .get(ProbeFacts.TCP_PORT)
          .filter(
              p ->
                  o.facts().get(ProbeFacts.TCP_OUTCOME).filter(TcpOutcome.OPEN::equals).isPresent())
          .ifPresent(p -> ports.putIfAbsent("open from " + o.vantage(), p));
      o.facts().get(GuestFacts.LISTENER_PORT).ifPresent(p -> ports.put("listener in the guest", p));
    }
    if (ports.size() == 1) {
      return List.of();
    }
    return ports.entrySet().stream()
        .map(
            e ->
                new PortAt(
                    e.getKey(),
                    String.valueOf(e.getValue()),
                    (e.getValue() == d.target().port() ? Look.GOOD : Look.WARN).css()))
        .toList();
  }

  String changesTitle() {
    return ChangeLine.TITLE;
  }

  List<String> changes() {
    return ChangeLine.of(d);
  }

  /** What works now and has a date on which it ends. */
  List<String> forecast() {
    return Forecast.of(d).stream().limit(MOST_ITEMS).map(Forecast::sentence).toList();
  }

  String scale() {
    return "0 to " + millis(Math.max(1, d.duration().toMillis()));
  }

  String timelineNote() {
    long cut =
        d.checks().stream()
            .filter(o -> o.status().why().filter("the deadline"::equals).isPresent())
            .count();
    return "All was over after "
        + millis(d.duration().toMillis())
        + (cut == 0
            ? "; no check was cut off by the deadline."
            : "; " + cut + " checks were cut off by the deadline.");
  }

  List<Row> rows() {
    return rows;
  }

  @Nullable String leftOut() {
    int more = d.checks().size() - rows.size();
    return more == 0 ? null : more + " further checks are left out here; the JSON result has them.";
  }

  String footer() {
    return text(
        "rdp-diagnosis, run " + d.id() + ". Read-only; no credential was sent to the target.");
  }

  private List<Row> rowsOf(Diagnosis diagnosis) {
    Set<String> taken = new HashSet<>();
    List<Row> result = new ArrayList<>();
    for (Observation o : diagnosis.checks()) {
      if (result.size() == MOST_ROWS) {
        break;
      }
      String anchor = anchors.getOrDefault(o.id(), "");
      // Several observations may have one id: what cites it leads to the first of them.
      result.add(row(o, taken.add(anchor) ? anchor : "d" + result.size()));
    }
    return List.copyOf(result);
  }

  private Row row(Observation o, String anchor) {
    long whole = Math.max(1, d.duration().toMillis());
    long began = o.at().toEpochMilli() - d.startedAt().toEpochMilli();
    double x = 1000.0 * Math.min(Math.max(began, 0), whole) / whole;
    double width = 1000.0 * Math.min(o.duration().toMillis(), whole) / whole;
    return new Row(
        anchor,
        Printable.of(o.id(), LONGEST_NAME),
        Look.of(o.status().kind()).css(),
        o.status().kind().name().replace('_', ' '),
        millis(o.duration().toMillis()),
        number(Math.min(x, 994)),
        number(Math.max(6, Math.min(width, 1000 - x))),
        why(o),
        began < 0 || began > whole ? "Seen at " + o.at() + ", not during this run" : "At " + o.at(),
        facts(o));
  }

  private @Nullable String why(Observation o) {
    return o.status()
        .why()
        .map(
            why ->
                text(why + o.status().settledBy().map(s -> "; would settle it: " + s).orElse("")))
        .orElse(null);
  }

  private List<Named> facts(Observation o) {
    return o.facts().json().entrySet().stream()
        .limit(MOST_FACTS)
        .map(
            fact ->
                new Named(Printable.of(fact.getKey(), LONGEST_NAME), text(value(fact.getValue()))))
        .toList();
  }

  private static String value(Object value) {
    return value instanceof Map || value instanceof List
        ? PlainJson.write(value).strip().replaceAll("\\s*\\n\\s*", " ")
        : String.valueOf(value);
  }

  private static String millis(long millis) {
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private Named named(String name, String value) {
    return new Named(name, text(value));
  }

  private List<String> texts(List<String> texts) {
    List<String> shown = new ArrayList<>(texts.stream().limit(MOST_ITEMS).map(this::text).toList());
    if (texts.size() > MOST_ITEMS) {
      shown.add("… and " + (texts.size() - MOST_ITEMS) + " more");
    }
    return List.copyOf(shown);
  }

  private String text(String text) {
    return budget.take(Printable.of(text, LONGEST_TEXT));
  }
}
