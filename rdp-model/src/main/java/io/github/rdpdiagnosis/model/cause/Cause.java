package io.github.rdpdiagnosis.model.cause;

import java.util.Objects;
import java.util.Set;

/**
 * One root cause: a row of the catalogue. Ids are API and are never renamed.
 *
 * <p>Source: each row names its own.
 *
 * @param id such as {@code NW-01}
 * @param domain where the fault is. Never derived from the id
 * @param stage at which step of a connection it shows
 * @param provableBy what can prove it, such as {@code wire+azure}
 * @param maxCertainty the highest certainty that a finding of it may have
 * @param title what is wrong, in a few words
 * @param symptom what the user sees: words or code of the client's message, or what happens instead
 *     of one
 * @param explanation what is wrong and why that stops a connection, in one or two sentences
 * @param evidence what shows it
 * @param remedy what mends it
 * @param reboot whether the remedy needs a restart
 * @param source the document it is known from
 */
public record Cause(
    String id,
    FaultDomain domain,
    Stage stage,
    String provableBy,
    Certainty maxCertainty,
    String title,
    String symptom,
    String explanation,
    String evidence,
    String remedy,
    String reboot,
    String source) {
  private static final Set<String> PREFIXES = Set.of("CL-", "ED-", "EP-", "NW-", "VM-");

  /** Checks the id and that no text is blank. */
  public Cause {
    if (!isId(id)) {
      throw new IllegalArgumentException("cause id must look like NW-01, got: " + id);
    }
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(maxCertainty, "maxCertainty");
    for (String text :
        new String[] {provableBy, title, symptom, explanation, evidence, remedy, reboot, source}) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("cause " + id + " has a blank text");
      }
    }
  }

  // No pattern: 122 of them cost a third of what it takes to load the catalogue.
  private static boolean isId(String text) {
    return text.length() == 5
        && PREFIXES.contains(text.substring(0, 3))
        && isDigit(text.charAt(3))
        && isDigit(text.charAt(4));
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
