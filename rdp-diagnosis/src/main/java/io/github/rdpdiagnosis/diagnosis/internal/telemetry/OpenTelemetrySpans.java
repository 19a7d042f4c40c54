package io.github.rdpdiagnosis.diagnosis.internal.telemetry;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/**
 * One span for the diagnosis and a child for each check of this run, with the times that they had;
 * a counter of verdicts and a histogram of how long checks take. A span is an error only where the
 * tool itself failed: a fault that was found is a diagnosis that succeeded.
 *
 * <p>Source: OpenTelemetry's semantic conventions for {@code server.*}, {@code network.*} and
 * {@code cloud.*}; names that they lack begin with {@code rdpdiag}.
 */
final class OpenTelemetrySpans implements Telemetry {
  private static final String SCOPE = "io.github.rdpdiagnosis";

  private static final AttributeKey<String> SERVER_ADDRESS =
      AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> PEER_ADDRESS =
      AttributeKey.stringKey("network.peer.address");
  private static final AttributeKey<String> RESOURCE_ID =
      AttributeKey.stringKey("cloud.resource_id");
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("rdpdiag.verdict");
  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("rdpdiag.cause");
  private static final AttributeKey<String> CHECK = AttributeKey.stringKey("rdpdiag.check");
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey("rdpdiag.status");

  private final Context parent;

  private OpenTelemetrySpans(Context parent) {
    this.parent = parent;
  }

  static Telemetry begin() {
    return new OpenTelemetrySpans(Context.current());
  }

  @Override
  public void ended(Diagnosis diagnosis) {
    OpenTelemetry telemetry = GlobalOpenTelemetry.get();
    trace(diagnosis, telemetry.getTracer(SCOPE));
    count(diagnosis, telemetry.getMeter(SCOPE));
  }

  private void trace(Diagnosis diagnosis, Tracer tracer) {
    SpanBuilder builder =
        tracer
            .spanBuilder("rdpdiag diagnose")
            .setParent(parent)
            .setStartTimestamp(diagnosis.startedAt())
            .setAttribute(SERVER_ADDRESS, diagnosis.target().host())
            .setAttribute(SERVER_PORT, (long) diagnosis.target().port())
            .setAttribute(VERDICT, diagnosis.verdict().name());
    diagnosis.target().vmId().ifPresent(id -> builder.setAttribute(RESOURCE_ID, id));
    diagnosis.findings().stream()
        .findFirst()
        .ifPresent(first -> builder.setAttribute(CAUSE, first.cause().id()));
    Span span = builder.startSpan();
    Context inside = parent.with(span);
    diagnosis.checks().stream()
        .filter(check -> isOfThisRun(diagnosis, check))
        .forEach(check -> trace(check, tracer, inside));
    span.end(diagnosis.startedAt().plus(diagnosis.duration()));
  }

  /**
   * Not what evidence files tell of other times and places, nor what was given and not looked at.
   */
  private static boolean isOfThisRun(Diagnosis diagnosis, Observation check) {
    return (check.vantage().equals(Vantage.CLIENT) || check.vantage().equals(Vantage.AZURE))
        && !check.at().isBefore(diagnosis.startedAt())
        && check.status().kind() != CheckStatus.Kind.NOT_RUN;
  }

  private static void trace(Observation check, Tracer tracer, Context inside) {
    SpanBuilder builder =
        tracer
            .spanBuilder("rdpdiag " + check.check())
            .setParent(inside)
            .setStartTimestamp(check.at())
            .setAttribute(CHECK, check.check())
            .setAttribute(STATUS, check.status().kind().name());
    check.address().ifPresent(address -> builder.setAttribute(PEER_ADDRESS, address));
    Span span = builder.startSpan();
    if (check.check().endsWith("-error")) {
      span.setStatus(StatusCode.ERROR, "the check itself failed");
    }
    Instant end = check.at().plus(check.duration());
    span.end(end);
  }

  private static void count(Diagnosis diagnosis, Meter meter) {
    LongCounter verdicts =
        meter
            .counterBuilder("rdpdiag.diagnoses")
            .setUnit("{diagnosis}")
            .setDescription("Diagnoses by verdict")
            .build();
    verdicts.add(1, Attributes.of(VERDICT, diagnosis.verdict().name()));
    DoubleHistogram durations =
        meter
            .histogramBuilder("rdpdiag.check.duration")
            .setUnit("s")
            .setDescription("How long checks took, by check and status")
            .build();
    diagnosis.checks().stream()
        .filter(check -> isOfThisRun(diagnosis, check))
        .forEach(
            check ->
                durations.record(
                    check.duration().toNanos() / 1e9,
                    Attributes.of(CHECK, check.check(), STATUS, check.status().kind().name())));
  }
}
