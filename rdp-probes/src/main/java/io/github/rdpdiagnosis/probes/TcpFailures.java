package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import io.github.rdpdiagnosis.probes.internal.io.SystemMessages;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
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
    String message = SystemMessages.english(exception.getMessage()).toLowerCase(Locale.ROOT);
    if (exception instanceof SocketTimeoutException || message.contains("timed out")) {
      return TcpOutcome.TIMED_OUT;
    }
    if (Dialogue.isReset(exception)) {
      // An RST to a SYN is "refused"; this one came after the handshake, before connect looked.
      return TcpOutcome.OPEN;
    }
    if (message.contains("network is unreachable") || message.contains("network is down")) {
      return TcpOutcome.NETWORK_UNREACHABLE;
    }
    if (exception instanceof BindException || LOCAL.stream().anyMatch(message::contains)) {
      return TcpOutcome.LOCAL_REFUSAL;
    }
    if (exception instanceof NoRouteToHostException || message.contains("host is down")) {
      return TcpOutcome.NO_ROUTE;
    }
    // The JDK gives this type to refusals and to the system's own time-outs, named above.
    return exception instanceof ConnectException || message.contains("refused")
        ? TcpOutcome.REFUSED
        : TcpOutcome.OTHER;
  }
}
