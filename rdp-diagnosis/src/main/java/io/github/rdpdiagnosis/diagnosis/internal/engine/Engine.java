package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.SnapshotPart;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.Note;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.CertificateState;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.GatewayCertificate;
import io.github.rdpdiagnosis.diagnosis.internal.engine.PathFacts.Inbound;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.SpecialPurpose;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.WebFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole way from observations to a diagnosis: derive, infer, assess the domains, explain, plan.
 * A pure function.
 */
public final class Engine {
  /**
   * The steps that a handshake without credentials goes through; managing the VM is no step of a
   * connection.
   */
  private static final Set<Stage> SEEN_HERE =
      Set.of(Stage.NAME, Stage.TCP, Stage.X224, Stage.TLS, Stage.MANAGE);

  /** Azure's configuration may be this old without a word about it. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final Case given;
  private final Derivation.Path path;
  private final FactBase facts;
  private final Inference.Candidates candidates;
  private final ProvenUpTo reached;

  private Engine(Case given) {
    this.given = given;
    path =
        Derivation.derive(
            given.observations(),
            given.host(),
            given.port(),
            given.startedAt().plus(given.duration()));
    facts = path.facts();
    candidates =
        Inference.infer(
            facts,
            facts
                .value(PathFacts.FILE_GATEWAY)
                .or(() -> path.address().map(this::withPort))
                .orElse(given.host()));
    reached = facts.value(PathFacts.REACHED).orElse(ProvenUpTo.NONE);
  }

  /**
   * What the engine is given.
   *
   * @param id names the run
   * @param startedAt when it began
   * @param duration how long it took
   * @param host what was asked for
   * @param port TCP port
   * @param rdpFile the file it came from, or empty
   * @param vmId ARM id, or empty
   * @param observations everything that was seen
   */
  public record Case(
      String id,
      Instant startedAt,
      Duration duration,
      String host,
      int port,
      Optional<String> rdpFile,
      Optional<String> vmId,
      List<Observation> observations) {
    /** Copies the list. */
    public Case {
      observations = List.copyOf(observations);
    }
  }

  /**
   * The diagnosis of a case.
   *
   * @param given what was seen
   * @return always the same for the same case
   */
  public static Diagnosis diagnose(Case given) {
    return new Engine(given).run();
  }

  private Diagnosis run() {
    Optional<String> beyond = beyondProof();
    Verdict verdict = verdict(beyond.isPresent());
    return new Diagnosis(
        given.id(),
        given.startedAt(),
        given.duration(),
        new Diagnosis.Target(
            given.host(), given.port(), path.addresses(), given.rdpFile(), given.vmId()),
        verdict,
        summary(verdict),
        reached,
        candidates.lookAlike().map(LookAlike::id),
        DomainAssessment.assess(facts, candidates, beyond, given.vmId().isPresent()),
        candidates.findings(),
        candidates.rest().stream().map(Cause::id).toList(),
        notes(),
        given.observations(),
        verdict == Verdict.WORKS
            ? List.of()
            : NextSteps.after(
                facts,
                given.observations(),
                candidates,
                path.address().map(this::withPort).orElse(withPort(given.host()))));
  }

  private String withPort(String host) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + given.port();
  }

  /**
   * Whether the error that the client showed is of a step that was not, or cannot be, seen here.
   */
  private boolean errorBeyondProof() {
    return facts.value(PathFacts.ERROR_STAGES).orElse(List.of()).stream()
        .map(Stage::valueOf)
        .anyMatch(stage -> !SEEN_HERE.contains(stage));
  }

  private boolean errorIsDrop() {
    return facts.value(PathFacts.ERROR_IS_DROP).orElse(false);
  }

  /** Why a handshake up to here says nothing about the rest of the VM. */
  private Optional<String> beyondProof() {
    if (challengeFailed()) {
      return Optional.of("TLS came up, but the first message of CredSSP got no challenge");
    }
    return errorBeyondProof()
        ? Optional.of(
            "the reported client error belongs to a step that the handshake does not go through")
        : Optional.empty();
  }

  /**
   * The server selected CredSSP, TLS came up, and the first message of CredSSP got no challenge.
   */
  private boolean challengeFailed() {
    return facts
        .value(PathFacts.NLA_CHALLENGE)
        .filter(outcome -> outcome != NlaChallengeOutcome.CHALLENGE)
        .isPresent();
  }

  private Verdict verdict(boolean beyondProof) {
    if (candidates.findings().stream().anyMatch(f -> f.certainty() != Certainty.POSSIBLE)) {
      return Verdict.FAULT_FOUND;
    }
    boolean clean = reached.atLeast(ProvenUpTo.TLS) && candidates.findings().isEmpty();
    return clean && !beyondProof && !errorIsDrop() ? Verdict.WORKS : Verdict.UNDETERMINED;
  }

  private String likeliest() {
    Cause first = candidates.findings().get(0).cause();
    return first.id() + ", " + first.title();
  }

  private String summary(Verdict verdict) {
    String where = path.address().map(this::withPort).orElse(withPort(given.host()));
    if (verdict == Verdict.FAULT_FOUND) {
      Finding first = candidates.findings().get(0);
      return first.cause().title()
          + " ("
          + first.cause().id()
          + ", "
          + first.certainty()
          + "). "
          + first.explanation();
    }
    if (verdict == Verdict.WORKS) {
      return "RDP on "
          + where
          + " answers from here up to "
          + lastStep()
          + ", and nothing is known against the rest;"
          + " signing in was not tried.";
    }
    if (candidates.sees().isPresent() && !candidates.findings().isEmpty()) {
      int fitting = candidates.findings().size() + candidates.rest().size();
      return candidates.sees().get()
          + comparison()
          + (fitting == 1
              ? " That fits one cause, without proving it: " + likeliest() + "."
              : " That fits "
                  + fitting
                  + " causes, which what was seen cannot tell apart; likeliest first: "
                  + likeliest()
                  + ".");
    }
    if (challengeFailed()) {
      return "RDP on "
          + where
          + " answers from here up to the TLS handshake, but the first message of Network Level"
          + " Authentication got no challenge: "
          + facts.value(PathFacts.NLA_CHALLENGE).orElseThrow()
          + ".";
    }
    if (facts.value(PathFacts.FILE_GATEWAY).isPresent() && path.address().isEmpty()) {
      return gateway(facts.value(PathFacts.FILE_GATEWAY).get());
    }
    if (reached.atLeast(ProvenUpTo.TLS)) {
      String error =
          errorIsDrop()
              ? "a dropped connection, which did not happen again here"
              : "of a step that the handshake does not go through";
      return "RDP on "
          + where
          + " answers from here up to "
          + lastStep()
          + "; the reported error is "
          + error
          + ".";
    }
    return "The path to "
        + where
        + " was not seen far enough to judge it: the checks below say what kept them.";
  }

  private String lastStep() {
    return reached == ProvenUpTo.NLA_CHALLENGE
        ? "the challenge of Network Level Authentication"
        : "the TLS handshake";
  }

  private String gateway(String host) {
    String through = "The file goes through the RD Gateway " + host;
    return Inference.gatewayAnswers(facts)
        ? through
            + ", which answers as a gateway does, up to its sign-in (HTTP status "
            + facts.value(PathFacts.GATEWAY_STATUS).map(String::valueOf).orElse("unknown")
            + "). Whether it lets the user in, and what lies between it and the target, cannot be"
            + " seen from here without credentials."
        : through
            + ", so that direct probes would say nothing; the gateway was not seen far enough to"
            + " judge it: the checks below say what kept them.";
  }

  /** What another vantage point adds, in a sentence. */
  private String comparison() {
    if (facts.value(PathFacts.PROXY_REACHES).isPresent()) {
      return " Through the HTTP proxy an RDP server answers at the same address: the far side is well;"
          + " the Windows client does not go that way for a direct connection.";
    }
    if (facts.value(PathFacts.FAR_FURTHER).isPresent()) {
      return " Another vantage point gets through to the same address: the fault is on this client's"
          + " side, or in a rule that singles out its address.";
    }
    return facts.value(PathFacts.FAR_FAILED).isPresent()
        ? " Another network fails there as well: the fault is beyond this client and its edge."
        : "";
  }

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    note(
        notes,
        PathFacts.NLA_REQUIRED,
        true,
        "The server insists on Network Level Authentication, as it should.");
    note(
        notes,
        PathFacts.CLOCKS_APART,
        true,
        "The server's clock and this computer's differ by more than five minutes, which Kerberos does"
            + " not tolerate: compare both with a third clock.");
    note(
        notes,
        PathFacts.CERTIFICATE,
        CertificateState.EXPIRED_WITH_WARNING,
        "The server's certificate has expired; the file lets the client go on.");
    note(
        notes,
        PathFacts.INBOUND,
        Inbound.DEPENDS_ON_SOURCE,
        "Network security lets some addresses in; whether this client's is among them depends on its public address.");
    facts
        .value(PathFacts.CONTRADICTION)
        .ifPresent(
            what ->
                notes.add(
                    new Note(
                        "Contradiction: " + what + " Read the configuration again.",
                        List.copyOf(facts.evidence(PathFacts.CONTRADICTION)))));
    note(
        notes,
        PathFacts.GATEWAY_CERTIFICATE,
        GatewayCertificate.UNTRUSTED_HERE,
        "The RD Gateway's certificate is of an authority that this JVM does not trust; the client"
            + " refuses it unless it trusts more.");
    facts
        .value(PathFacts.HOSTS_OVERRIDES)
        .ifPresent(
            what ->
                notes.add(new Note(what, List.copyOf(facts.evidence(PathFacts.HOSTS_OVERRIDES)))));
    facts
        .value(PathFacts.FLIPPED_ONCE)
        .ifPresent(
            what -> notes.add(new Note(what, List.copyOf(facts.evidence(PathFacts.FLIPPED_ONCE)))));
    facts
        .value(PathFacts.GUEST_NOT_USED)
        .ifPresent(
            why -> notes.add(new Note(why, List.copyOf(facts.evidence(PathFacts.GUEST_NOT_USED)))));
    aboutTheWayOut().forEach(notes::add);
    if (isTunnel()) {
      notes.add(
          new Note(
              "The target is this computer itself, so the connection goes through a tunnel; what is"
                  + " said of network security is about connections to the VM's public address.",
              List.of()));
    }
    azureAge().ifPresent(notes::add);
    logReach().ifPresent(notes::add);
    silentAddresses().forEach(notes::add);
    families().ifPresent(notes::add);
    specialPurpose().ifPresent(notes::add);
    candidates.lookAlike().flatMap(this::platform).ifPresent(notes::add);
    boolean reproduced = candidates.lookAlike().isPresent();
    List<String> stages = facts.value(PathFacts.ERROR_STAGES).orElse(List.of());
    if (!stages.isEmpty() && !reproduced && !errorBeyondProof()) {
      notes.add(
          new Note(
              "The reported error belongs to "
                  + String.join(" or ", stages)
                  + ", and that step succeeded now: not reproduced.",
              List.copyOf(facts.evidence(PathFacts.ERROR_STAGES))));
    }
    if (!facts.value(PathFacts.ERROR_STAGES).isPresent()
        && given.observations().stream().anyMatch(o -> o.check().equals("client-error"))) {
      notes.add(
          new Note("The reported error text is in no table here; it was not used.", List.of()));
    }
    return notes;
  }

  /** How old Azure's configuration is, where it was not read for this diagnosis. */
  private Optional<Note> azureAge() {
    Optional<Observation> azure =
        given.observations().stream()
            .filter(o -> o.vantage().equals(Vantage.AZURE))
            .min(Comparator.comparing(Observation::at));
    return azure
        .map(read -> Duration.between(read.at(), given.startedAt()))
        .filter(age -> age.compareTo(FRESH) >= 0)
        .map(
            age ->
                new Note(
                    "Azure's configuration was read at "
                        + azure.get().at()
                        + ", "
                        + (age.toDays() >= 2
                            ? age.toDays() + " days"
                            : age.toHours() >= 2
                                ? age.toHours() + " hours"
                                : age.toMinutes() + " minutes")
                        + " before this diagnosis: what changed since is not seen.",
                    List.of(azure.get().id())));
  }

  /** How much of the time since it worked the activity log covers. */
  private Optional<Note> logReach() {
    Optional<Observation> asked =
        given.observations().stream().filter(o -> o.facts().has(PathFacts.WORKED_AT)).findFirst();
    return asked.flatMap(
        o -> {
          Instant since = o.facts().get(PathFacts.WORKED_AT).orElseThrow();
          Optional<Instant> readAt =
              ReadSnapshot.in(given.observations()).stream()
                  .filter(ReadSnapshot::isAzures)
                  .filter(ReadSnapshot::hasActivityLog)
                  .map(read -> read.snapshot().readAt())
                  .findFirst();
          if (readAt.isEmpty()) {
            return Optional.of(
                new Note(
                    "Azure's activity log was not read: what was changed since "
                        + since
                        + " is not known from it.",
                    List.of(o.id())));
          }
          Instant from = readAt.get().minus(SnapshotPart.ACTIVITY_LOG_SPAN);
          return since.isBefore(from)
              ? Optional.of(
                  new Note(
                      "Azure's activity log was read from "
                          + from
                          + " on: of what was changed between "
                          + since
                          + " and then, only an earlier snapshot (--baseline) would tell.",
                      List.of(o.id())))
              : Optional.empty();
        });
  }

  /** What HTTP, HTTPS and DNS showed: hints, for they may go another way than RDP. */
  private List<Note> aboutTheWayOut() {
    List<Note> notes = new ArrayList<>();
    for (Observation o : given.observations()) {
      if (!o.vantage().equals(Vantage.CLIENT)) {
        continue;
      }
      if (o.facts().get(WebFacts.PORTAL).orElse(false)) {
        notes.add(
            new Note(
                "This network seems to want a sign-in first: " + o.status().why().orElse("") + ".",
                List.of(o.id())));
      }
      o.facts()
          .get(WebFacts.EGRESS_SEEN)
          .ifPresent(
              seen ->
                  notes.add(
                      new Note(
                          "Echo services see this client as "
                              + String.join(", ", seen)
                              + "; connections to the RDP port may leave by another address. If they"
                              + " do not: the same diagnosis with --egress and that address.",
                          List.of(o.id()))));
    }
    return notes;
  }

  /** A loopback address that is none of the VM's, while the VM is known. */
  private boolean isTunnel() {
    return facts.value(PathFacts.TARGET_AZURE).isPresent()
        && facts.value(PathFacts.ADDRESS_IS_VMS).isEmpty()
        && path.address().map(IpAddress::parseZoned).filter(IpAddress::isLoopback).isPresent();
  }

  /** What the class of outcomes means where these VMs are. */
  private Optional<Note> platform(LookAlike seen) {
    return seen.platform()
        .map(
            text ->
                new Note(
                    "On Windows in Azure: " + text,
                    List.copyOf(seen.when().ask(facts).evidence())));
  }

  /** Which address family fails, where one gets an RDP answer and the other does not. */
  private Optional<Note> families() {
    Optional<ProvenUpTo> ipv4 = facts.value(PathFacts.IPV4_REACHED);
    Optional<ProvenUpTo> ipv6 = facts.value(PathFacts.IPV6_REACHED);
    if (ipv4.isEmpty() || ipv6.isEmpty()) {
      return Optional.empty();
    }
    boolean answers4 = ipv4.get().atLeast(ProvenUpTo.X224);
    boolean answers6 = ipv6.get().atLeast(ProvenUpTo.X224);
    if (answers4 == answers6) {
      return Optional.empty();
    }
    FactKey<ProvenUpTo> failing = answers4 ? PathFacts.IPV6_REACHED : PathFacts.IPV4_REACHED;
    return Optional.of(
        new Note(
            (answers4 ? "IPv6 fails and IPv4" : "IPv4 fails and IPv6")
                + " gets an answer from here: clients that try the failing one first wait for it.",
            List.copyOf(facts.evidence(failing))));
  }

  private Optional<Note> specialPurpose() {
    return facts
        .value(PathFacts.ADDRESS_KIND)
        .filter(kind -> kind != SpecialPurpose.LOOPBACK && !reached.atLeast(ProvenUpTo.TCP))
        .map(
            kind ->
                new Note(
                    path.address().orElseThrow()
                        + " is no ordinary public address: "
                        + kind.title()
                        + ".",
                    List.copyOf(facts.evidence(PathFacts.ADDRESS_KIND))));
  }

  /**
   * Addresses of the name that fail while another one gets further: some clients try them first.
   */
  private List<Note> silentAddresses() {
    return given.observations().stream()
        .filter(o -> o.check().equals("tcp") && o.vantage().equals(Vantage.CLIENT))
        .filter(o -> o.status().kind() == CheckStatus.Kind.VIOLATED)
        .filter(o -> o.address().filter(path.addresses()::contains).isPresent())
        .filter(o -> !o.address().equals(path.address()))
        .map(
            o ->
                new Note(
                    "The name also stands for "
                        + o.address().orElseThrow()
                        + ", which fails: "
                        + o.status().why().orElse(""),
                    List.of(o.id())))
        .toList();
  }

  private <T> void note(List<Note> notes, FactKey<T> key, T value, String text) {
    if (facts.value(key).filter(value::equals).isPresent()) {
      notes.add(new Note(text, List.copyOf(facts.evidence(key))));
    }
  }
}
