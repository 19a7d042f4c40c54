package io.github.rdpdiagnosis.probes;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a scan saw of one target.
 *
 * @param target address and port
 * @param tcp how the connect ended
 * @param x224 how the Connection Request was answered; empty with {@link ScanMode#TCP} and where
 *     TCP did not open
 * @param selectedProtocol selectedProtocol of the answer, if the server confirmed
 * @param failureCode failureCode of the answer, if the server declined
 * @param time from the SYN to the end
 */
public record ScanResult(
    InetSocketAddress target,
    TcpOutcome tcp,
    Optional<X224Outcome> x224,
    Optional<Long> selectedProtocol,
    Optional<Long> failureCode,
    Duration time) {
  /** Checks for nulls. */
  public ScanResult {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(tcp, "tcp");
    Objects.requireNonNull(x224, "x224");
    Objects.requireNonNull(selectedProtocol, "selectedProtocol");
    Objects.requireNonNull(failureCode, "failureCode");
    Objects.requireNonNull(time, "time");
  }

  /**
   * Whether an RDP server answered, be it to decline.
   *
   * @return false as well where it was not asked
   */
  public boolean isRdp() {
    return x224.filter(o -> o == X224Outcome.CONFIRMED || o == X224Outcome.FAILURE).isPresent();
  }
}
