package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.diagnosis.ValidTargets.ValidTarget;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import io.github.rdpdiagnosis.probes.LocalFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Steps on the client computer. Nothing is carried out there: each says exactly what to run, or
 * which line to write, and how that is taken back.
 */
final class ClientSteps {
  private static final String NO_STEP =
      "nothing is carried out: it is done on the client computer, by whoever uses it";

  private static final String HOSTS =
      "C:\\Windows\\System32\\drivers\\etc\\hosts (elsewhere /etc/hosts), opened as an administrator";

  /** The name leads elsewhere, or nowhere. */
  private static final Set<String> NAME = Set.of("CL-02", "CL-03", "EP-15");

  /** The file names another place than the one to connect to. */
  private static final Set<String> FILE = Set.of("CL-02", "CL-04", "EP-15");

  /** The file names an address that is not routed from here: only a public one is better. */
  private static final Set<String> NOT_ROUTED = Set.of("CL-13");

  private final Diagnosed diagnosed;
  private final Optional<ValidTarget> target;
  private final List<PlannedStep> steps = new ArrayList<>();

  ClientSteps(Diagnosed diagnosed) {
    this.diagnosed = diagnosed;
    this.target = RewrittenFile.target(diagnosed);
  }

  List<PlannedStep> steps() {
    if (isLikely(NAME) && isName(diagnosed.host())) {
      flush(ofClient(NAME));
      hostsEntry(ofClient(NAME));
    }
    target
        .filter(to -> isLikely(FILE) || (!to.isPrivate() && isLikely(NOT_ROUTED)))
        .flatMap(ValidTarget::target)
        .ifPresent(
            to ->
                rewrite(
                    Stream.of(FILE, NOT_ROUTED).flatMap(each -> ofClient(each).stream()).toList(),
                    to));
    return steps;
  }

  private boolean isLikely(Set<String> causes) {
    return diagnosed.likely().keySet().stream().anyMatch(causes::contains);
  }

  /** Those that a client can mend; a wrong record of DNS is mended where it is kept. */
  private List<String> ofClient(Set<String> causes) {
    return diagnosed.likely().keySet().stream()
        .filter(causes::contains)
        .filter(id -> id.startsWith("CL-"))
        .toList();
  }

  /** What may stand in a command, and is no address. */
  private static boolean isName(String host) {
    try {
      IpAddress.parse(host);
      return false;
    } catch (IllegalArgumentException e) {
      return host.matches("[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");
    }
  }

  private Optional<String> address() {
    return target.flatMap(ValidTarget::address);
  }

  private void flush(List<String> causes) {
    add(
        "flush-dns",
        causes,
        "forget what this computer remembers of " + diagnosed.host(),
        List.of("names are asked for again, which takes a moment", "nothing else changes"),
        "Windows: ipconfig /flushdns; macOS: sudo dscacheutil -flushcache; sudo killall -HUP"
            + " mDNSResponder; Linux: resolvectl flush-caches. Then nslookup "
            + diagnosed.host()
            + address().map(is -> " must say " + is).orElse(""));
  }

  /** A line that leads elsewhere goes; where none does, one is a stop-gap until DNS is right. */
  private void hostsEntry(List<String> causes) {
    Set<String> wrong =
        new TreeSet<>(diagnosed.fact(Vantage.CLIENT, LocalFacts.HOSTS_ADDRESSES).orElse(List.of()));
    address().ifPresent(wrong::remove);
    if (!wrong.isEmpty()) {
      add(
          "hosts-entry",
          causes,
          "take "
              + diagnosed.host()
              + " with "
              + String.join(", ", wrong)
              + " out of the hosts file",
          List.of("to take it back, write the line again"),
          "in "
              + HOSTS
              + ", delete the line \""
              + wrong.iterator().next()
              + " "
              + diagnosed.host()
              + "\""
              + (wrong.size() > 1 ? " and those of the other addresses" : ""));
    } else if (address().isPresent()) {
      String line = address().get() + " " + diagnosed.host();
      add(
          "hosts-entry",
          causes,
          "until DNS is right: "
              + diagnosed.host()
              + " is "
              + address().get()
              + " on this computer",
          List.of(
              "the address is the one that Azure has now: a dynamic one changes",
              "the line hides DNS: it has to go once DNS is right"),
          "in "
              + HOSTS
              + ", write the line \""
              + line
              + "\"; to take it back, delete the line \""
              + line
              + "\"");
    }
  }

  private void rewrite(List<String> causes, RdpTarget to) {
    add(
        "rewrite-rdp-file",
        causes,
        "write " + to + " into the .rdp file",
        List.of(
            "a signature of the file no longer fits and is left out",
            "the old file stays as it is: go on with it to take this back"),
        "rdpdiag plan RESULT.json --rdp-file FILE.rdp --rewrite-to NEW.rdp, which changes these"
            + " lines: full address:s:"
            + to
            + " and, where it is there, server port:i:"
            + to.port());
  }

  private void add(
      String id, List<String> causes, String what, List<String> consequences, String byHand) {
    steps.add(new PlannedStep(id, causes, what, Optional.empty(), NO_STEP, consequences, byHand));
  }
}
