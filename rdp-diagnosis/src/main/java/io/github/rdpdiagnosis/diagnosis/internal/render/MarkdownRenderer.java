package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.Observation;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The diagnosis for a ticket: GitHub Flavored Markdown, in which texts from outside are only texts.
 */
public final class MarkdownRenderer implements Renderer {
  private static final int MOST_CHECKS = 200;

  @Override
  public String format() {
    return "markdown";
  }

  @Override
  public String render(Diagnosis d) {
    Markdown page = new Markdown();
    page.heading(1, d.verdict() + ": " + d.summary());
    page.item("Target: " + d.target().host() + " port " + d.target().port());
    if (!d.target().addresses().isEmpty()) {
      page.item("Addresses: " + String.join(" ", d.target().addresses()));
    }
    d.target().rdpFile().ifPresent(file -> page.item("File: " + file));
    d.target().vmId().ifPresent(vm -> page.item("VM: " + vm));
    page.item("Proven up to: " + d.provenUpTo());
    page.item(
        "Began: "
            + d.startedAt().truncatedTo(ChronoUnit.SECONDS)
            + ", took "
            + d.duration().toMillis()
            + " ms");
    page.heading(2, "The path");
    page.table("Place", "State", "Why");
    for (DomainVerdict v : d.domains()) {
      page.row(v.domain().title(), v.status().name(), String.join("; ", v.because()));
    }
    findings(page, d);
    steps(page, d);
    section(page, "Notes", d.notes().stream().map(n -> n.text()).toList());
    section(page, ChangeLine.TITLE, ChangeLine.of(d));
    section(page, "What will break", Forecast.of(d).stream().map(Forecast::sentence).toList());
    checks(page, d);
    return page.toString();
  }

  private static void findings(Markdown page, Diagnosis d) {
    if (d.findings().isEmpty()) {
      return;
    }
    page.heading(2, "Findings");
    for (Finding f : d.findings()) {
      page.heading(3, f.cause().id() + " " + f.certainty() + ": " + f.cause().title());
      page.paragraph("Place: " + f.domain().title() + ". " + f.explanation());
      f.remedies().forEach(remedy -> page.item("Fix: " + remedy));
      f.resources().forEach(resource -> page.item("Resource: " + resource));
      page.item("Evidence: " + String.join(", ", f.evidence()));
    }
    if (!d.alsoPossible().isEmpty()) {
      page.paragraph("Not excluded either: " + String.join(" ", d.alsoPossible()));
    }
  }

  private static void steps(Markdown page, Diagnosis d) {
    if (d.nextSteps().isEmpty()) {
      return;
    }
    page.heading(2, "Next");
    for (NextStep step : d.nextSteps()) {
      page.item(step.check() + ": " + step.how());
      Commands.of(step, d).forEach(page::code);
    }
  }

  private static void section(Markdown page, String title, List<String> items) {
    if (!items.isEmpty()) {
      page.heading(2, title);
      items.forEach(page::item);
    }
  }

  private static void checks(Markdown page, Diagnosis d) {
    page.heading(2, "Checks");
    page.table("Check", "Found", "Took", "Why");
    for (Observation o : d.checks().subList(0, Math.min(MOST_CHECKS, d.checks().size()))) {
      page.row(
          o.id(),
          o.status().kind().name(),
          String.format(Locale.ROOT, "%d ms", o.duration().toMillis()),
          o.status().why().orElse(""));
    }
    if (d.checks().size() > MOST_CHECKS) {
      page.paragraph("and " + (d.checks().size() - MOST_CHECKS) + " more");
    }
  }
}
