package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;

/**
 * Tells failed connects apart by the exception's type and, where that is not enough, by the
 * system's error text.
 */
final class TcpFailures {
  private static final List<String> LOCAL =
      List.of(
          "permission denied",
          "invalid argument",
          "operation not permitted",
          "cannot assign requested address",
          "can't assign requested address");

  private TcpFailures() {}

  static TcpOutcome classify(IOException exception) {
    String message = String.valueOf(exception.getMessage()).toLowerCase(Locale.ROOT);
    if (exception instanceof SocketTimeoutException || message.contains("timed out")) {
      return TcpOutcome.TIMED_OUT;
    }
    if (Dialogue.isReset(exception)) {
      // An RST to a SYN is "refused"; this one came after the handshake, before connect looked.
      return TcpOutcome.OPEN;
    }
    if (message.contains("refused")) {
      return TcpOutcome.REFUSED;
    }
    if (message.contains("network is unreachable") || message.contains("network is down")) {
      return TcpOutcome.NETWORK_UNREACHABLE;
    }
    if (exception instanceof BindException || LOCAL.stream().anyMatch(message::contains)) {
      return TcpOutcome.LOCAL_REFUSAL;
    }
    return exception instanceof NoRouteToHostException || message.contains("host is down")
        ? TcpOutcome.NO_ROUTE
        : TcpOutcome.OTHER;
  }
}
