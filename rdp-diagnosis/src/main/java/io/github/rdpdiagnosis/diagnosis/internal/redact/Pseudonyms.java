package io.github.rdpdiagnosis.diagnosis.internal.redact;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Other names for the names in one diagnosis: the same name gets the same pseudonym everywhere, and
 * only whoever holds the original can tell which is which. Addresses stay: what security rules say
 * of them is the diagnosis. Not thread-safe.
 */
public final class Pseudonyms {
  private static final Pattern UPN =
      Pattern.compile("[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
  private static final Pattern SUBSCRIPTION =
      Pattern.compile("(?i)(?<=/subscriptions/)[0-9a-f-]{8,36}");
  private static final Pattern GROUP = Pattern.compile("(?i)(?<=/resourceGroups/)[^/\\s\"]+");

  /** An instance of a scale set has a number for a name, which stands for much else as well. */
  private static final Pattern VM =
      Pattern.compile("(?i)(?<=/virtualMachines/)(?!\\d+(?:[/\\s\"]|$))[^/\\s\"]+");

  private static final Pattern SCALE_SET =
      Pattern.compile("(?i)(?<=/virtualMachineScaleSets/)[^/\\s\"]+");
  private static final int SHORTEST = 3;

  private final Map<String, String> names = new LinkedHashMap<>();

  /**
   * The pseudonyms for a diagnosis.
   *
   * @param d whose names they are for
   */
  public Pseudonyms(Diagnosis d) {
    if (!isLiteral(d.target().host())) {
      add(d.target().host(), "host", ".example");
    }
    d.target().rdpFile().ifPresent(file -> add(file, "file", ".rdp"));
    d.target().vmId().ifPresent(this::addArmNames);
    for (Observation o : d.checks()) {
      Optional.<String>empty()
          .or(() -> o.facts().get(AzureFacts.COMPUTER_NAME))
          .or(() -> o.facts().get(GuestFacts.COMPUTER_NAME))
          .ifPresent(name -> add(name, "computer", ""));
      String all = o.facts().json() + " " + o.status().why().orElse("");
      addArmNames(all);
      UPN.matcher(all).results().forEach(upn -> add(upn.group(), "user", "@example.invalid"));
    }
  }

  private static boolean isLiteral(String host) {
    try {
      IpAddress.parseZoned(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void addArmNames(String text) {
    SUBSCRIPTION.matcher(text).results().map(MatchResult::group).forEach(this::addSubscription);
    GROUP.matcher(text).results().map(MatchResult::group).forEach(s -> add(s, "group", ""));
    VM.matcher(text).results().map(MatchResult::group).forEach(s -> add(s, "vm", ""));
    SCALE_SET.matcher(text).results().map(MatchResult::group).forEach(s -> add(s, "scale-set", ""));
  }

  /** Stays a GUID: what is replayed reads ARM ids, and theirs is one. */
  private void addSubscription(String id) {
    names.computeIfAbsent(
        id, each -> String.format(Locale.ROOT, "00000000-0000-0000-0000-%012d", names.size() + 1));
  }

  private void add(String name, String kind, String end) {
    if (name.length() >= SHORTEST && !names.containsKey(name)) {
      names.put(name, kind + "-" + (names.size() + 1) + end);
    }
  }

  /**
   * A text with pseudonyms in place of names.
   *
   * @param text any text
   * @return the text; longer names are replaced before those that they contain
   */
  public String of(String text) {
    String changed = text;
    List<String> longestFirst =
        names.keySet().stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    for (String name : longestFirst) {
      if (containsIgnoreCase(changed, name)) {
        changed =
            Pattern.compile(
                    "(?<![A-Za-z0-9])" + Pattern.quote(name) + "(?![A-Za-z0-9])",
                    Pattern.CASE_INSENSITIVE)
                .matcher(changed)
                .replaceAll(names.get(name));
      }
    }
    return changed;
  }

  private static boolean containsIgnoreCase(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /**
   * Observations with pseudonyms.
   *
   * @param observations what was seen
   * @return the same, in their order
   */
  public List<Observation> of(List<Observation> observations) {
    return observations.stream().map(o -> Redaction.changed(o, this::of)).toList();
  }
}
