package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Keeps the requests of one subscription within the bucket that ARM itself keeps for reads: 250 at
 * once, 25 more each second. Who asks for more waits, or is told so at once if the wait would go
 * beyond the deadline.
 */
final class RequestBudget implements HttpPipelinePolicy {
  private static final double CAPACITY = 250;
  private static final double PER_NANO = 25e-9;

  private final double capacity;
  private final double perNano;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private double tokens;
  private long at;

  RequestBudget() {
    this(System::nanoTime);
  }

  RequestBudget(LongSupplier nanoTime) {
    this(CAPACITY, PER_NANO, nanoTime);
  }

  private RequestBudget(double capacity, double perNano, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.perNano = perNano;
    this.tokens = capacity;
    this.nanoTime = nanoTime;
    this.at = nanoTime.getAsLong();
  }

  /** What Resource Graph lets each user ask: 15 questions in 5 seconds. */
  static RequestBudget ofResourceGraph(LongSupplier nanoTime) {
    return new RequestBudget(15, 3e-9, nanoTime);
  }

  /** Too many requests of our own: ARM was not asked. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration wait;

    Exhausted(Duration wait) {
      super("own request budget exhausted");
      this.wait = wait;
    }

    Duration waitFor() {
      return wait;
    }
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    Deadline deadline =
        (Deadline)
            context
                .getData(RetryWithinDeadline.DEADLINE)
                .orElseGet(() -> Deadline.in(Duration.ZERO));
    Duration wait = take(deadline.remaining());
    if (wait.isZero()) {
      return next.process();
    }
    return wait.compareTo(deadline.remaining()) >= 0
        ? Mono.error(new Exhausted(wait))
        : Mono.delay(wait).then(next.process());
  }

  /** Takes a token, perhaps one that is yet to come; none if it would come too late. */
  Duration take(Duration patience) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      tokens = Math.min(capacity, tokens + (now - at) * perNano);
      at = now;
      Duration wait =
          tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
      if (wait.compareTo(patience) < 0 || wait.isZero()) {
        tokens -= 1;
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }
}
