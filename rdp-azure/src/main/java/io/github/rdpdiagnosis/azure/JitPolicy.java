package io.github.rdpdiagnosis.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A just-in-time access policy of Microsoft Defender for Cloud, with what it says of this VM only.
 * Source: Microsoft.Security/locations/jitNetworkAccessPolicies.
 *
 * @param id ARM id
 * @param name resource name
 * @param provisioningState such as {@code Succeeded}
 * @param ports the VM's ports that it keeps closed until they are asked for
 * @param requests who asked for access to this VM
 */
public record JitPolicy(
    String id,
    String name,
    Optional<String> provisioningState,
    List<ProtectedPort> ports,
    List<Request> requests) {
  /** Copies lists and checks that nothing is missing. */
  public JitPolicy {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(provisioningState, "provisioningState");
    ports = List.copyOf(ports);
    requests = List.copyOf(requests);
  }

  /**
   * A port that is closed until it is asked for.
   *
   * @param number the port
   * @param protocol {@code TCP}, {@code UDP} or {@code *}; empty where ARM gave none
   * @param allowedSourcePrefixes for whom it may be opened; empty where ARM gave none
   * @param maxRequestDuration for how long it may be opened
   */
  public record ProtectedPort(
      Optional<Integer> number,
      String protocol,
      List<String> allowedSourcePrefixes,
      Optional<Duration> maxRequestDuration) {
    /** Copies lists and checks that nothing is missing. */
    public ProtectedPort {
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(protocol, "protocol");
      allowedSourcePrefixes = List.copyOf(allowedSourcePrefixes);
      Objects.requireNonNull(maxRequestDuration, "maxRequestDuration");
    }
  }

  /**
   * A request for access.
   *
   * @param startedAt when
   * @param requestor who asked, as the service says: personal data
   * @param ports what for
   */
  public record Request(
      Optional<Instant> startedAt, Optional<String> requestor, List<PortRequest> ports) {
    /** Copies lists and checks that nothing is missing. */
    public Request {
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(requestor, "requestor");
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port that was asked to be opened.
   *
   * @param number the port
   * @param allowedSourcePrefixes for whom; empty where ARM gave none
   * @param endsAt when the opening ends
   * @param status {@code Initiated} or {@code Revoked}; empty where ARM gave none
   * @param statusReason {@code Expired}, {@code UserRequested} or {@code NewerRequestInitiated}
   */
  public record PortRequest(
      Optional<Integer> number,
      List<String> allowedSourcePrefixes,
      Optional<Instant> endsAt,
      String status,
      Optional<String> statusReason) {
    /** Copies lists and checks that nothing is missing. */
    public PortRequest {
      Objects.requireNonNull(number, "number");
      allowedSourcePrefixes = List.copyOf(allowedSourcePrefixes);
      Objects.requireNonNull(endsAt, "endsAt");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(statusReason, "statusReason");
    }
  }
}
