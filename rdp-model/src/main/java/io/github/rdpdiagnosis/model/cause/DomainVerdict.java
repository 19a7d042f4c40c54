package io.github.rdpdiagnosis.model.cause;

import java.util.List;
import java.util.Objects;

/**
 * What is known of one fault domain, and why.
 *
 * @param domain which place
 * @param status what is known of it
 * @param because one sentence for each reason; never empty
 */
public record DomainVerdict(FaultDomain domain, DomainStatus status, List<String> because) {
  /** Copies the list; a verdict without a reason is refused. */
  public DomainVerdict {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(status, "status");
    because = List.copyOf(because);
    if (because.isEmpty()) {
      throw new IllegalArgumentException("verdict on " + domain + " needs a reason");
    }
  }
}
