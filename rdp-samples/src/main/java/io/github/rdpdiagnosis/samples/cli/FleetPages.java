package io.github.rdpdiagnosis.samples.cli;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.fleet.Blocker;
import io.github.rdpdiagnosis.azure.fleet.FleetReport;
import io.github.rdpdiagnosis.azure.fleet.MachineResult;
import io.github.rdpdiagnosis.azure.fleet.SharedCause;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.samples.FleetLines;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** The forms of what came of many VMs. */
final class FleetPages {
  private static final int SHOWN = 10;
  private static final int MAX_WORDS = 400;
  private static final int MAX_MACHINES = 100;

  private final FleetReport report;

  FleetPages(FleetReport report) {
    this.report = report;
  }

  String title() {
    return report.machines().size()
        + " VMs, TCP port "
        + report.question().port()
        + report.question().client().map(IpAddress::toString).map(ip -> " from " + ip).orElse("");
  }

  private long count(Verdict verdict) {
    return report.machines().stream()
        .filter(each -> each.verdict().filter(verdict::equals).isPresent())
        .count();
  }

  List<String> summary() {
    String open =
        report.machines().stream().filter(MachineResult::openToInternet).count()
            + " are open to the internet";
    String stopped =
        report.machines().stream().filter(MachineResult::isStopped).count() + " are not running";
    return report.question().client().isEmpty()
        ? List.of(open, stopped)
        : List.of(
            count(Verdict.ALLOW) + " let the client in",
            count(Verdict.DENY) + " keep it out",
            "for " + count(Verdict.INCONCLUSIVE) + " it cannot be told",
            open,
            stopped);
  }

  void text(PrintStream out) {
    out.println(title() + ": " + String.join(", ", summary()));
    for (SharedCause cause : report.causes().stream().limit(SHOWN).toList()) {
      out.println();
      out.println(cause.verdict() + " for " + cause.machines().size() + " VMs:");
      cause.blockers().forEach(blocker -> out.println("  " + words(blocker)));
      cause.fix().ifPresent(fix -> fix(out, fix, cause));
      out.println("  such as " + cause.machines().get(0));
    }
    if (report.causes().size() > SHOWN) {
      out.println();
      out.println("and " + (report.causes().size() - SHOWN) + " more causes");
    }
    out.println();
    report.assumptions().forEach(each -> out.println("assumed: " + each));
  }

  private static void fix(PrintStream out, Proposal fix, SharedCause cause) {
    out.println("  " + cause.opened() + " of them are opened by:");
    fix.changes().forEach(change -> out.println("    " + cut(change.what())));
  }

  private static String words(Blocker blocker) {
    return blocker.gate().map(gate -> gate + ": ").orElse("") + blocker.what();
  }

  private static String cut(String text) {
    return text.length() <= MAX_WORDS ? text : text.substring(0, MAX_WORDS) + "...";
  }

  // ---- a row for each VM -----------------------------------------------------------------------

  void csv(Appendable out) throws IOException {
    out.append("vm,power,verdict,open_to_internet,blockers\r\n");
    for (MachineResult each : report.machines()) {
      out.append(cell(each.machine().id().toString()))
          .append(',')
          .append(cell(each.machine().powerState().orElse("")))
          .append(',')
          .append(each.verdict().map(Verdict::name).orElse(""))
          .append(',')
          .append(Boolean.toString(each.openToInternet()))
          .append(',')
          .append(
              cell(
                  each.blockers().stream()
                      .map(FleetPages::words)
                      .collect(Collectors.joining("; "))))
          .append("\r\n");
    }
  }

  /** RFC 4180; a spreadsheet takes a cell that begins with one of these for a formula. */
  private static String cell(String text) {
    String safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  void jsonLines(Appendable out) throws IOException {
    for (MachineResult each : report.machines()) {
      out.append(FleetLines.machine(each)).append('\n');
    }
    for (SharedCause cause : report.causes()) {
      out.append(FleetLines.cause(cause)).append('\n');
    }
  }

  // ---- a page of the causes --------------------------------------------------------------------

  void html(Appendable out) throws IOException {
    StringOutput page = new StringOutput();
    JtefleetGenerated.render(new OwaspHtmlTemplateOutput(page), null, this);
    out.append(page.toString());
  }

  /** A cause in the page, with its fix and how many VMs that opens. */
  record Row(
      int count,
      List<String> machines,
      String verdict,
      List<String> blockers,
      List<String> fix,
      int opened) {}

  List<Row> rows() {
    return report.causes().stream().map(FleetPages::row).toList();
  }

  private static Row row(SharedCause cause) {
    return new Row(
        cause.machines().size(),
        cause.machines().stream().limit(MAX_MACHINES).map(VmId::toString).toList(),
        cause.verdict().name(),
        cause.blockers().stream().map(FleetPages::words).toList(),
        cause.fix().stream()
            .flatMap(fix -> fix.changes().stream())
            .map(change -> cut(change.what()))
            .toList(),
        cause.opened());
  }

  List<String> assumptions() {
    return report.assumptions();
  }
}
