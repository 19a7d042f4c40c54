package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.error.ErrorCause;
import io.github.rdpdiagnosis.model.error.ErrorMatch;
import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the user brought along, as observations, so that the engine has one kind of input. */
public final class Given {
  private Given() {}

  /**
   * Those settings of an .rdp file that decide something. No secret among them.
   *
   * @param file the file
   * @return the observation {@code client/rdp-file}
   */
  public static Observation file(RdpFile file) {
    Facts.Builder facts = Facts.builder();
    file.credSspEnabled().ifPresent(v -> facts.put(PathFacts.FILE_CREDSSP, v));
    file.authenticationLevel()
        .ifPresent(v -> facts.put(PathFacts.FILE_AUTHENTICATION_LEVEL, (long) v));
    boolean stopsAtDialog =
        file.lint().stream()
            .anyMatch(finding -> finding.cause().filter("CL-10"::equals).isPresent());
    facts.put(PathFacts.FILE_UNSIGNED_REDIRECTIONS, stopsAtDialog);
    file.userName().ifPresent(v -> facts.put(PathFacts.USER, v));
    file.gateway().ifPresent(v -> facts.put(PathFacts.FILE_GATEWAY, v));
    return observation("rdp-file", CheckStatus.holds(), facts.build());
  }

  /**
   * What the error tables say of the client's message.
   *
   * @param textOrCode the message or code
   * @return the observation {@code client/client-error}
   */
  public static Observation clientError(String textOrCode) {
    ErrorMatch found = ClientErrors.match(textOrCode);
    if (found.isEmpty()) {
      return observation(
          "client-error",
          CheckStatus.inconclusive(
              "the error text is in no table", "the exact text or code that the client shows"),
          Facts.none());
    }
    Facts facts =
        Facts.builder()
            .put(PathFacts.ERROR_STAGES, found.stages().stream().map(Stage::name).toList())
            .put(PathFacts.ERROR_CAUSES, found.causes())
            .put(PathFacts.ERROR_PROVES, proves(found))
            .put(PathFacts.ERROR_IS_DROP, found.isDrop())
            .build();
    return observation("client-error", CheckStatus.holds(), facts);
  }

  /** Only what the best row says: a text can name several codes, and one of them is the reason. */
  private static List<String> proves(ErrorMatch found) {
    return found.candidates().stream()
        .limit(1)
        .filter(candidate -> !candidate.isAlternative())
        .flatMap(candidate -> candidate.causes().stream())
        .filter(cause -> cause.strength() == ErrorCause.Strength.PROVES)
        .map(ErrorCause::id)
        .toList();
  }

  /**
   * The account that is meant to sign in. No password.
   *
   * @param name as it would be typed: {@code VM1\\user}, {@code user@corp.example} or a bare name
   * @return the observation {@code client/user}
   */
  public static Observation user(String name) {
    return observation(
        "user", CheckStatus.holds(), Facts.builder().put(PathFacts.USER, name).build());
  }

  /**
   * When the connection last worked.
   *
   * @param time as the user says
   * @return the observation {@code client/worked-at}
   */
  public static Observation workedAt(Instant time) {
    return observation(
        "worked-at", CheckStatus.holds(), Facts.builder().put(PathFacts.WORKED_AT, time).build());
  }

  /**
   * Azure's configuration of when the connection worked.
   *
   * @param snapshot as it was read then
   * @return the observation {@code client/baseline}
   */
  public static Observation baseline(VmSnapshot snapshot) {
    return observation(
        "baseline", CheckStatus.holds(), Facts.builder().put(PathFacts.BASELINE, snapshot).build());
  }

  /**
   * The public addresses that the user says this client shows.
   *
   * @param addresses at least one
   * @return the observation {@code client/egress}
   */
  public static Observation egress(List<IpAddress> addresses) {
    return observation(
        "egress",
        CheckStatus.holds(),
        Facts.builder()
            .put(PathFacts.EGRESS, addresses.stream().map(IpAddress::toString).toList())
            .build());
  }

  /**
   * Says that direct probes would not see what the client does.
   *
   * @param gateway host of the RD Gateway
   * @return the observation {@code client/ladder}
   */
  public static Observation gatewayInUse(String gateway) {
    return observation(
        "ladder",
        CheckStatus.notApplicable(
            "the file goes through the RD Gateway " + gateway + ", not to the target directly"),
        Facts.none());
  }

  private static Observation observation(String check, CheckStatus status, Facts facts) {
    return new Observation(
        check, Vantage.CLIENT, Optional.empty(), Instant.now(), Duration.ZERO, status, facts);
  }
}
