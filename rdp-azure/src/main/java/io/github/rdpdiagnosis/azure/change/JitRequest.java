package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A request for just-in-time access: {@code POST …/jitNetworkAccessPolicies/{policy}/initiate}.
 * Azure puts allow rules in and takes them back by itself when the time is over.
 *
 * @param policyId ARM id of the just-in-time policy
 * @param vm the VM
 * @param port TCP port
 * @param source who gets access
 * @param span for how long
 */
public record JitRequest(String policyId, VmId vm, Port port, Prefix source, Duration span)
    implements Operation {
  /** Checks the id, and that the time is no longer than a day. */
  public JitRequest {
    String part = "[\\p{L}\\p{N}_().-]{1,90}";
    if (policyId.contains("..")
        || !policyId.matches(
            "(?i)/subscriptions/[0-9a-f-]{36}/resourceGroups/"
                + part
                + "/providers/Microsoft\\.Security/locations/"
                + part
                + "/jitNetworkAccessPolicies/"
                + part)) {
      throw new IllegalArgumentException("expected the ARM id of a just-in-time policy");
    }
    Objects.requireNonNull(vm, "vm");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(source, "source");
    if (span.isNegative() || span.isZero() || span.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("span must be above zero and a day at most, got " + span);
    }
  }

  @Override
  public String target() {
    return policyId;
  }

  @Override
  public String what() {
    return "request just-in-time access to TCP port "
        + port
        + " of "
        + vm.name()
        + " from "
        + source
        + " for "
        + span.toMinutes()
        + " minutes";
  }

  @Override
  public String before() {
    return "no request in force";
  }

  @Override
  public String after() {
    return "a request in force";
  }

  @Override
  public Optional<Operation> inverse() {
    return Optional.empty();
  }

  @Override
  public List<String> permissions() {
    return List.of(
        "Microsoft.Security/locations/jitNetworkAccessPolicies/read",
        "Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action",
        "Microsoft.Compute/virtualMachines/read");
  }
}
