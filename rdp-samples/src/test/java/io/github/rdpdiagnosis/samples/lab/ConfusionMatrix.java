package io.github.rdpdiagnosis.samples.lab;

import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was planted against what was said, over all faults: domain by domain, and cause by cause.
 */
final class ConfusionMatrix {
  private record Row(
      Expectation expected, boolean withEvidence, LabResult result, long millis, int wrong) {}

  private final List<Row> rows = new ArrayList<>();

  /** Adds one diagnosis. */
  void add(
      Expectation expected, boolean withEvidence, LabResult result, long millis, int violations) {
    rows.add(new Row(expected, withEvidence, result, millis, violations));
  }

  /** Writes {@code confusion-matrix.txt} and {@code .csv}. */
  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (boolean withEvidence : new boolean[] {false, true}) {
      text.append(withEvidence ? "\nWith a second vantage point\n" : "One vantage point\n");
      appendRates(text, withEvidence);
      appendEnds(text, withEvidence);
      appendDomains(text, withEvidence);
      appendCauses(text, withEvidence);
    }
    Files.writeString(folder.resolve("confusion-matrix.txt"), text);
    Files.write(folder.resolve("confusion-matrix.csv"), csv());
  }

  /**
   * How often nothing is said for sure, and how often what is suspected is one place alone or a
   * cause that is right among the first three.
   */
  private void appendRates(StringBuilder text, boolean withEvidence) {
    List<Row> those = rows.stream().filter(row -> row.withEvidence == withEvidence).toList();
    text.append(
        String.format(
            Locale.ROOT,
            "%d diagnoses: %d abstain (UNDETERMINED), %d suspect the planted place alone,"
                + " %d name a planted cause among the first three, %d CLEARED the planted place,"
                + " %d have a wrong CONFIRMED%n",
            those.size(),
            those.stream().filter(row -> row.result.verdict().equals("UNDETERMINED")).count(),
            those.stream().filter(ConfusionMatrix::suspectsThePlantedPlaceAlone).count(),
            those.stream()
                .filter(
                    row ->
                        row.result.top(3).stream()
                            .anyMatch(f -> row.expected.causes().contains(f.cause())))
                .count(),
            those.stream()
                .filter(
                    row -> row.result.domains().get(row.expected.planted()) == DomainStatus.CLEARED)
                .count(),
            those.stream()
                .filter(
                    row ->
                        row.result.findings().stream()
                            .anyMatch(
                                f ->
                                    f.certainty() == Certainty.CONFIRMED
                                        && !row.expected.causes().contains(f.cause())))
                .count()));
  }

  /**
   * Where the diagnoses of faults that show end: at the one place, or at the right class of
   * look-alikes with a right cause among those left.
   */
  private void appendEnds(StringBuilder text, boolean withEvidence) {
    List<Row> those =
        rows.stream()
            .filter(row -> row.withEvidence == withEvidence && !row.expected.causes().isEmpty())
            .filter(row -> row.expected.group() != Expectation.Group.UNSEEN)
            .toList();
    long places = those.stream().filter(ConfusionMatrix::suspectsThePlantedPlaceAlone).count();
    List<Row> neither =
        those.stream()
            .filter(row -> !suspectsThePlantedPlaceAlone(row) && !endsAtTheClass(row))
            .toList();
    int together = those.size() - neither.size();
    text.append(
        String.format(
            Locale.ROOT,
            "Of %d faults that show, %d end at the one faulty place, %d more at the right class of"
                + " look-alikes: together %.1f %%%s%n",
            those.size(),
            places,
            together - places,
            those.isEmpty() ? 0 : 100.0 * together / those.size(),
            neither.stream()
                .map(row -> row.expected.fault())
                .collect(Collectors.joining(" ", neither.isEmpty() ? "" : "; neither: ", ""))));
  }

  private static boolean endsAtTheClass(Row row) {
    return row.expected.isOfTheClass(row.result)
        && row.expected.causes().stream()
            .anyMatch(
                id ->
                    row.result.alsoPossible().contains(id)
                        || row.result.findings().stream().anyMatch(f -> f.cause().equals(id)));
  }

  private static boolean suspectsThePlantedPlaceAlone(Row row) {
    return Arrays.stream(FaultDomain.values())
        .filter(
            domain ->
                row.result.domains().get(domain) == DomainStatus.FAULTY
                    || row.result.domains().get(domain) == DomainStatus.SUSPECT)
        .toList()
        .equals(List.of(row.expected.planted()));
  }

  /** Planted domain by row, said domain by column; a cell counts CLEARED/FAULTY/SUSPECT/UNKNOWN. */
  private void appendDomains(StringBuilder text, boolean withEvidence) {
    text.append(
        "Planted domain by row; each cell counts CLEARED/FAULTY/SUSPECT/UNKNOWN of a domain\n");
    text.append(String.format(Locale.ROOT, "%-10s %6s", "planted", "faults"));
    for (FaultDomain said : FaultDomain.values()) {
      text.append(String.format(Locale.ROOT, " %12s", said));
    }
    text.append('\n');
    for (FaultDomain planted : FaultDomain.values()) {
      List<Row> those =
          rows.stream()
              .filter(row -> row.withEvidence == withEvidence && row.expected.planted() == planted)
              .toList();
      text.append(String.format(Locale.ROOT, "%-10s %6d", planted, those.size()));
      for (FaultDomain said : FaultDomain.values()) {
        String cell =
            Arrays.stream(DomainStatus.values())
                .map(status -> count(those, said, status))
                .collect(Collectors.joining("/"));
        text.append(String.format(Locale.ROOT, " %12s", cell));
      }
      text.append('\n');
    }
  }

  private static String count(List<Row> those, FaultDomain said, DomainStatus status) {
    return Long.toString(
        those.stream().filter(row -> row.result.domains().get(said) == status).count());
  }

  private void appendCauses(StringBuilder text, boolean withEvidence) {
    text.append(
        String.format(
            Locale.ROOT, "%-22s %-26s %-13s %s%n", "fault", "planted", "verdict", "first three"));
    for (Row row : rows) {
      if (row.withEvidence == withEvidence) {
        text.append(
            String.format(
                Locale.ROOT,
                "%-22s %-26s %-13s %s%s%n",
                row.expected.fault(),
                joined(row.expected.causes()),
                row.result.verdict(),
                top(row),
                row.wrong == 0 ? "" : "  WRONG: " + row.wrong));
      }
    }
  }

  private List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "fault,group,planted_domain,planted_causes,evidence,verdict,"
            + Arrays.stream(FaultDomain.values()).map(Enum::name).collect(Collectors.joining(","))
            + ",first_three,findings,also_possible,signature,look_alike,millis,violations");
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row.expected.fault());
      cells.add(row.expected.group().name());
      cells.add(row.expected.planted().name());
      cells.add(joined(row.expected.causes()));
      cells.add(Boolean.toString(row.withEvidence));
      cells.add(row.result.verdict());
      for (FaultDomain said : FaultDomain.values()) {
        cells.add(String.valueOf(row.result.domains().get(said)));
      }
      cells.add(top(row));
      cells.add(Integer.toString(row.result.findings().size()));
      cells.add(Integer.toString(row.result.alsoPossible().size()));
      cells.add(row.result.signature());
      cells.add(row.result.lookAlike());
      cells.add(Long.toString(row.millis));
      cells.add(Integer.toString(row.wrong));
      lines.add(String.join(",", cells));
    }
    return lines;
  }

  private static String top(Row row) {
    return row.result.top(3).stream()
        .map(LabResult.Suspicion::toString)
        .collect(Collectors.joining("; "));
  }

  private static String joined(Iterable<String> causes) {
    List<String> sorted = new ArrayList<>();
    causes.forEach(sorted::add);
    sorted.sort(null);
    return String.join("|", sorted);
  }
}
