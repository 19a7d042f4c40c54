package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.NextStep;
import io.github.rdpdiagnosis.diagnosis.Note;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import java.util.Locale;

/** The diagnosis for a person at a terminal: the answer in the first line. No colour. */
public final class TextRenderer implements Renderer {
  private static final int NARROWEST = 40;

  private final int width;

  /**
   * A renderer for a width.
   *
   * @param width columns
   */
  public TextRenderer(int width) {
    if (width < NARROWEST) {
      throw new IllegalArgumentException("width must be at least " + NARROWEST + ", got " + width);
    }
    this.width = width;
  }

  @Override
  public String format() {
    return "text";
  }

  @Override
  public String render(Diagnosis d) {
    Page page = new Page();
    page.text("", d.verdict() + ": " + d.summary());
    page.line("");
    page.text(
        "",
        "Target "
            + d.target().host()
            + " port "
            + d.target().port()
            + d.target().addresses().stream()
                .findFirst()
                .map(a -> ", address " + String.join(" ", d.target().addresses()))
                .orElse("")
            + "; proven up to "
            + d.provenUpTo()
            + "; took "
            + d.duration().toMillis()
            + " ms, connections "
            + d.connections());
    page.line("");
    for (DomainVerdict v : d.domains()) {
      page.text(
          String.format(Locale.ROOT, "  %-9s %-8s ", v.domain(), v.status()),
          String.join("; ", v.because()));
    }
    if (!d.findings().isEmpty()) {
      page.line("");
      page.line("Findings");
    }
    for (Finding f : d.findings()) {
      page.text(
          "  ",
          f.cause().id()
              + " "
              + f.certainty()
              + " ("
              + f.domain().title()
              + "): "
              + f.cause().title());
      page.text("        ", f.explanation());
      page.text("        fix: ", String.join("; ", f.remedies()));
      page.text("        evidence: ", String.join(", ", f.evidence()));
      if (!f.resources().isEmpty()) {
        page.text("        resource: ", String.join(", ", f.resources()));
      }
    }
    if (!d.alsoPossible().isEmpty()) {
      page.text("  not excluded either: ", String.join(" ", d.alsoPossible()));
    }
    section(page, "Notes", d.notes().stream().map(Note::text).toList());
    section(page, ChangeLine.TITLE, ChangeLine.of(d));
    section(page, "What will break", Forecast.of(d).stream().map(Forecast::sentence).toList());
    if (!d.nextSteps().isEmpty()) {
      page.line("");
      page.line("Next");
      int n = 1;
      for (NextStep step : d.nextSteps()) {
        page.text(
            "  " + n++ + ". ",
            step.check()
                + (step.separates().isEmpty()
                    ? ""
                    : " (" + Commands.worth(step.separates().size()) + ")"));
        page.text("     ", step.how());
        // On a line of its own whatever the width, so that it can be pasted.
        Commands.of(step, d).forEach(command -> page.line("       " + command));
      }
    }
    page.line("");
    page.line("Checks");
    for (Observation o : d.checks()) {
      page.text(
          String.format(
              Locale.ROOT, "  %-14s %5d ms  ", o.status().kind(), o.duration().toMillis()),
          o.id() + o.status().why().map(w -> ": " + w).orElse("") + unsettled(o.status()));
    }
    guest(page, d);
    return page.toString();
  }

  /** What was run inside the VM. The JSON result has the script itself. */
  private static void guest(Page page, Diagnosis d) {
    for (Observation o : d.checks()) {
      o.facts()
          .get(GuestFacts.SCRIPT)
          .ifPresent(
              script -> {
                page.line("");
                page.text(
                    "",
                    "Run inside the VM: the read-only script that 'rdpdiag guest-script' prints ("
                        + script.lines().count()
                        + " lines; the JSON result holds it as guest.script).");
              });
      o.facts()
          .get(GuestFacts.BUILD)
          .ifPresent(
              build ->
                  page.text(
                      "", "The script has not yet been tried on Windows build " + build + "."));
    }
  }

  private static String unsettled(CheckStatus status) {
    return status.settledBy().map(s -> "; would settle it: " + s).orElse("");
  }

  private static void section(Page page, String title, java.util.List<String> lines) {
    if (!lines.isEmpty()) {
      page.line("");
      page.line(title);
      lines.forEach(line -> page.text("  - ", line));
    }
  }

  /** Lines of at most the width; what comes from outside cannot bring control characters in. */
  private final class Page {
    private final StringBuilder out = new StringBuilder();

    void line(String text) {
      out.append(text).append('\n');
    }

    void text(String prefix, String text) {
      StringBuilder line = new StringBuilder(prefix);
      boolean fresh = true;
      for (String word : Printable.of(text).split(" ", -1)) {
        if (!fresh && line.length() + 1 + word.length() > width) {
          line(line.toString());
          line = new StringBuilder(" ".repeat(Math.min(prefix.length(), width / 2)));
          fresh = true;
        }
        if (!fresh) {
          line.append(' ');
        }
        line.append(word);
        fresh = false;
      }
      line(line.toString());
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
