package io.github.rdpdiagnosis.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import io.github.rdpdiagnosis.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what was thrown while a part was read to a reading, in one line without secrets. */
record ReadFailures(Optional<Secret> token) {
  /** Why a part is missing that did not come in time. */
  static final String DEADLINE = "deadline";

  private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);
  private static final int MAX_REASON = 200;

  /** What a header carries, and JSON web tokens (RFC 7519) wherever they stand. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?i:bearer) [A-Za-z0-9._~+/=-]+|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  <T> Reading<T> reading(String action, String id, Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof InterruptedException || cause instanceof CancellationException) {
      return new Reading.Failed<>(DEADLINE);
    }
    if (cause instanceof RequestBudget.Exhausted exhausted) {
      return new Reading.Throttled<>(exhausted.waitFor());
    }
    if (cause instanceof ArmRefusal refusal) {
      LOG.debug("{}: {}", id, refusal.getMessage());
      return refusal.reading(action, id);
    }
    if (cause instanceof HttpResponseException http
        && !(cause instanceof ClientAuthenticationException)) {
      Optional<ArmRefusal> refusal = ArmRefusal.of(http);
      if (refusal.isPresent()) {
        return reading(action, id, refusal.get());
      }
    }
    // The exception itself may quote a reply, a header or a signed URL.
    String line = line(cause);
    LOG.debug("{}: read failed: {}", id, line);
    return new Reading.Failed<>(line);
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && cause.getCause() != cause
        && (cause instanceof ExecutionException
            || cause.getClass() == RuntimeException.class
            || cause instanceof UncheckedIOException
            || (!(cause instanceof IOException) && cause.getCause() instanceof IOException))) {
      cause = cause.getCause();
    }
    return cause;
  }

  private String line(Throwable cause) {
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String kind =
        cause instanceof NullPointerException || cause instanceof ClassCastException
            ? "ARM's reply could not be understood"
            : cause.getClass().getSimpleName() + message;
    String line = kind.replaceAll("\\p{Cntrl}+", " ").strip();
    if (token.isPresent()) {
      line = line.replace(token.get().reveal(), Secret.REDACTED);
    }
    // A signed URL keeps its signature in the query.
    line = line.replaceAll("\\?\\S*", "?" + Secret.REDACTED);
    line = TOKENS.matcher(line).replaceAll(Secret.REDACTED);
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
  }
}
