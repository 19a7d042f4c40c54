package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.probes.internal.io.Dialogue;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a handshake ended.
 *
 * @param chain the certificates that the server showed, its own first
 */
record TlsReading(
    TlsOutcome outcome,
    Optional<String> alert,
    Optional<String> message,
    Optional<String> version,
    Optional<String> suite,
    List<X509Certificate> chain) {
  private static final String ALERT = "Received fatal alert: ";
  private static final int LONGEST_MESSAGE = 256;
  private static final int DEEPEST_CAUSE = 8;

  static TlsReading complete(String version, String suite, List<X509Certificate> chain) {
    return new TlsReading(
        TlsOutcome.HANDSHAKE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(version),
        Optional.of(suite),
        chain);
  }

  /** What JSSE's exception says; its messages are those of OpenJDK 17 to 25. */
  static TlsReading failed(Exception exception, boolean timedOut, List<X509Certificate> chain) {
    if (timedOut) {
      return failed(TlsOutcome.SILENT, Optional.empty(), "no answer within the limit", chain);
    }
    Throwable each = exception;
    for (int depth = 0; each != null && depth < DEEPEST_CAUSE; depth++, each = each.getCause()) {
      String message = withoutAlertName(each);
      if (message.startsWith(ALERT)) {
        return failed(
            TlsOutcome.ALERT,
            Optional.of(message.substring(ALERT.length()).toLowerCase(Locale.ROOT)),
            message,
            chain);
      }
      Optional<TlsOutcome> outcome = classify(each, message);
      if (outcome.isPresent()) {
        return failed(outcome.get(), Optional.empty(), message, chain);
      }
    }
    return failed(TlsOutcome.OTHER, Optional.empty(), withoutAlertName(exception), chain);
  }

  /** Newer JDKs put the name of the alert in parentheses before the message. */
  private static String withoutAlertName(Throwable exception) {
    return String.valueOf(exception.getMessage()).replaceFirst("^\\([a-z0-9_]{1,40}\\) ", "");
  }

  private static Optional<TlsOutcome> classify(Throwable exception, String message) {
    if (exception instanceof SocketTimeoutException) {
      return Optional.of(TlsOutcome.SILENT);
    }
    if (exception instanceof EOFException || message.contains("terminated the handshake")) {
      return Optional.of(TlsOutcome.CLOSED);
    }
    if (Dialogue.isReset(exception)) {
      return Optional.of(TlsOutcome.RESET);
    }
    boolean notTls =
        message.startsWith("Unsupported or unrecognized SSL message")
            || message.startsWith("Unrecognized SSL message")
            || message.startsWith("Unsupported record version");
    return notTls ? Optional.of(TlsOutcome.NOT_TLS) : Optional.empty();
  }

  private static TlsReading failed(
      TlsOutcome outcome, Optional<String> alert, String message, List<X509Certificate> chain) {
    String text =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    return new TlsReading(
        outcome, alert, Optional.of(text), Optional.empty(), Optional.empty(), chain);
  }

  /**
   * Whether the two sides found no common ground, on either side's word: an old ClientHello may
   * then tell more.
   */
  boolean isWorthAnOldHello() {
    boolean byServer =
        alert
            .filter(a -> a.equals("protocol_version") || a.equals("handshake_failure"))
            .isPresent();
    boolean here =
        outcome == TlsOutcome.OTHER
            && message
                .filter(
                    m ->
                        m.startsWith("The server selected protocol version")
                            || m.startsWith("Server selected improper ciphersuite"))
                .isPresent();
    return byServer || here || outcome == TlsOutcome.NOT_TLS;
  }

  String why() {
    return "the handshake ended with " + outcome + message.map(text -> ": " + text).orElse("");
  }
}
