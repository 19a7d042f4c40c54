package io.github.rdpdiagnosis.samples.lab;

import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a diagnosis of one planted fault may say, and what it must: a row of {@code
 * expectations.csv}, where sets are separated by {@code |}.
 *
 * @param fault name of the fault in {@code lab.sh}
 * @param group how much is asked
 * @param planted where the fault is
 * @param causes the ids that are right; nothing else may be CONFIRMED
 * @param forbidden ids that may be POSSIBLE at most
 * @param maxCertainty the highest certainty of any finding
 * @param verdicts the verdicts that are right
 * @param separated the side that a second vantage point must free of suspicion
 * @param named in which runs a right cause must be named
 * @param fresh whether every run needs the fault planted anew (a stopped service queues only the
 *     first connections)
 * @param rdpLines further lines of the .rdp file
 * @param signatures the classes of outcome, by the bare observations, that one client may see
 * @param lookAlikes the engine's classes that are right for one client, {@code none} where it needs
 *     none
 * @param ruledOut ids that the experiments of one client take out of its class
 */
record Expectation(
    String fault,
    Group group,
    FaultDomain planted,
    Set<String> causes,
    Set<String> forbidden,
    Certainty maxCertainty,
    Set<String> verdicts,
    Side separated,
    Named named,
    boolean fresh,
    List<String> rdpLines,
    Set<String> signatures,
    Set<String> lookAlikes,
    Set<String> ruledOut) {

  /** How much is asked of a diagnosis. */
  enum Group {
    /** The right cause among the first three findings, and all the rest. */
    REQUIRED,
    /** Nothing wrong: no wrong CONFIRMED, the planted domain not CLEARED. */
    ALL,
    /** As ALL, but the fault need not show on the wire, so its domain may be CLEARED. */
    UNSEEN
  }

  /** Which side of the border between the user's network and the cloud. */
  enum Side {
    NONE(Set.of()),
    NEAR(Set.of(FaultDomain.CLIENT, FaultDomain.EDGE)),
    FAR(Set.of(FaultDomain.ENDPOINT, FaultDomain.NETWORK, FaultDomain.VM));

    private final Set<FaultDomain> domains;

    Side(Set<FaultDomain> domains) {
      this.domains = domains;
    }
  }

  /** In which runs a right cause must be named. */
  enum Named {
    BOTH,
    EVIDENCE
  }

  private static final int MAX_FINDINGS = 8;
  private static final String NO_CLASS = "none";

  /**
   * Far causes that let one client's address through and not another's. A second vantage point that
   * gets through says nothing against them.
   */
  private static final Set<String> BOUND_TO_CLIENT_ADDRESS =
      Set.of("NW-04", "NW-05", "NW-09", "EP-12", "VM-65");

  Expectation {
    causes = Set.copyOf(causes);
    forbidden = Set.copyOf(forbidden);
    verdicts = Set.copyOf(verdicts);
    rdpLines = List.copyOf(rdpLines);
    signatures = Set.copyOf(signatures);
    lookAlikes = Set.copyOf(lookAlikes);
    ruledOut = Set.copyOf(ruledOut);
  }

  /** Reads the table. */
  static List<Expectation> readAll() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Expectation.class.getResourceAsStream("/lab/expectations.csv")),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(Expectation::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Expectation parse(String line) {
    String[] cell = line.split(",", -1);
    if (cell.length != 14) {
      throw new IllegalArgumentException("14 cells expected, " + cell.length + " found: " + line);
    }
    return new Expectation(
        cell[0],
        Group.valueOf(upper(cell[1])),
        FaultDomain.valueOf(cell[2]),
        set(cell[3]),
        set(cell[4]),
        Certainty.valueOf(cell[5]),
        set(cell[6]),
        Side.valueOf(upper(cell[7])),
        Named.valueOf(upper(cell[8])),
        cell[9].equals("yes"),
        List.copyOf(set(cell[10])),
        set(cell[11]),
        set(cell[12]),
        set(cell[13]));
  }

  private static String upper(String cell) {
    return cell.toUpperCase(Locale.ROOT);
  }

  private static Set<String> set(String cell) {
    return Arrays.stream(cell.split("\\|"))
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Judges one diagnosis.
   *
   * @param result what it said
   * @param withEvidence whether it had the probe of the second vantage point
   * @return what is wrong with it, one sentence each; empty when it is right
   */
  List<String> violations(LabResult result, boolean withEvidence) {
    List<String> wrong = new ArrayList<>();
    if (!verdicts.contains(result.verdict())) {
      wrong.add("verdict " + result.verdict() + ", expected " + verdicts);
    }
    if (result.findings().size() > MAX_FINDINGS) {
      wrong.add(result.findings().size() + " findings, at most " + MAX_FINDINGS + " expected");
    }
    for (LabResult.Suspicion finding : result.findings()) {
      if (finding.certainty() == Certainty.CONFIRMED && !causes.contains(finding.cause())) {
        wrong.add(finding.cause() + " CONFIRMED, planted was " + causes);
      }
      if (finding.certainty() != Certainty.POSSIBLE && forbidden.contains(finding.cause())) {
        wrong.add(finding + ", nothing excludes the others");
      }
      if (finding.certainty().compareTo(maxCertainty) > 0) {
        wrong.add(finding + ", at most " + maxCertainty + " can be known");
      }
    }
    boolean harmless = result.verdict().equals("WORKS") && verdicts.contains("WORKS");
    if (result.domains().get(planted) == DomainStatus.CLEARED
        && group != Group.UNSEEN
        && !harmless) {
      wrong.add(planted + " CLEARED, and the fault is there");
    }
    if (!withEvidence) {
      wrong.addAll(misplaced(result));
    }
    if (group == Group.REQUIRED) {
      if ((withEvidence || named == Named.BOTH) && !names(result, harmless)) {
        wrong.add("none of " + causes + " among the first three: " + result.top(3));
      }
      if (withEvidence) {
        separated.domains.stream()
            .filter(domain -> suspected(result, domain))
            .forEach(domain -> wrong.add(domain + " still " + result.domains().get(domain)));
      }
    }
    return wrong;
  }

  /** Whether the engine puts what was seen into a class that is right for the fault. */
  boolean isOfTheClass(LabResult result) {
    return !result.lookAlike().isEmpty() && lookAlikes.contains(result.lookAlike());
  }

  /** The class of outcomes, and what the experiments took out of it. */
  private List<String> misplaced(LabResult result) {
    List<String> wrong = new ArrayList<>();
    if (!signatures.contains(result.signature())) {
      wrong.add("seen as " + result.signature() + ", expected " + signatures);
    }
    String lookAlike = result.lookAlike().isEmpty() ? NO_CLASS : result.lookAlike();
    if (!lookAlikes.contains(lookAlike)) {
      wrong.add("class " + lookAlike + ", expected " + lookAlikes);
    }
    ruledOut.stream()
        .filter(result::concerns)
        .forEach(cause -> wrong.add(cause + " not ruled out"));
    return wrong;
  }

  /** A cause that does no harm by itself is named by a note. */
  private boolean names(LabResult result, boolean harmless) {
    return result.top(3).stream().anyMatch(finding -> causes.contains(finding.cause()))
        || (harmless
            && result.notes().stream().anyMatch(note -> causes.stream().anyMatch(note::contains)));
  }

  private static boolean suspected(LabResult result, FaultDomain domain) {
    DomainStatus status = result.domains().get(domain);
    if (status == DomainStatus.FAULTY) {
      return true;
    }
    List<String> suspects =
        result.findings().stream()
            .filter(finding -> finding.domain() == domain)
            .map(LabResult.Suspicion::cause)
            .toList();
    return status == DomainStatus.SUSPECT
        && (suspects.isEmpty() || !BOUND_TO_CLIENT_ADDRESS.containsAll(suspects));
  }
}
