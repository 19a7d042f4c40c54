package io.github.rdpdiagnosis.azure.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.change.ArmWrites.Reply;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for operations that take time (Azure-AsyncOperation, Location). */
final class LongRunning {
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration LAST_POLL = Duration.ofSeconds(5);

  private LongRunning() {}

  /** The last reply of an operation: the first one where it does not go on. */
  static Reply end(ArmWrites arm, Reply first, Deadline deadline)
      throws IOException, InterruptedException {
    Reply reply = first;
    Optional<URI> where = first.next();
    Duration interval = FIRST_POLL;
    while (where.isPresent() && goesOn(reply)) {
      pause(reply.retryAfter().filter(wait -> !wait.isZero()).orElse(interval), deadline);
      Reply next = arm.poll(where.get(), deadline);
      if (next.status() >= 400 && next.status() != 429) {
        throw new IOException("the operation cannot be followed (" + next.said() + ")");
      }
      reply = next;
      Duration longer = interval.multipliedBy(2);
      interval = longer.compareTo(LAST_POLL) > 0 ? LAST_POLL : longer;
    }
    return reply;
  }

  private static boolean goesOn(Reply reply) {
    if (reply.status() == 429 || reply.status() == 202) {
      return true;
    }
    String status = reply.body().path("status").asText("");
    // A PUT that takes time answers 200 or 201 with the resource and says where to ask on.
    return status.isEmpty()
        ? reply.next().isPresent()
        : !status.matches("(?i)succeeded|failed|canceled");
  }

  /** Why it failed; empty where it did not. */
  static Optional<String> failure(Reply reply) {
    String status = reply.body().path("status").asText("");
    return status.matches("(?i)failed|canceled")
        ? Optional.of("the operation ended with " + status + ", " + reply.said())
        : Optional.empty();
  }

  /** What a script printed. */
  static String output(Reply reply) throws IOException {
    JsonNode entries = reply.body().path("value");
    if (!entries.isArray()) {
      entries = reply.body().path("properties").path("output").path("value");
    }
    if (!entries.isArray()) {
      throw new IOException("no output of the script (" + reply.said() + ")");
    }
    StringBuilder all = new StringBuilder();
    entries.forEach(entry -> all.append(entry.path("message").asText("")).append('\n'));
    return all.toString();
  }

  /** Waits without holding a lock; an interrupt ends it at once, the deadline in time. */
  static void pause(Duration span, Deadline deadline) throws IOException, InterruptedException {
    long until = System.nanoTime() + span.toNanos();
    for (long left = span.toNanos(); left > 0; left = until - System.nanoTime()) {
      if (deadline.isOver()) {
        throw new IOException("not done by the deadline");
      }
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while Azure was at work");
      }
    }
  }
}
