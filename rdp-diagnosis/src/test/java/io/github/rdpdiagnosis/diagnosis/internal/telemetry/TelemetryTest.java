package io.github.rdpdiagnosis.diagnosis.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** With an exporter in memory, and without OpenTelemetry on the class path. */
@Isolated("the instance is global")
class TelemetryTest {
  @AfterEach
  void reset() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  @SuppressWarnings("try") // what the scope does, it does by being there
  void aDiagnosisIsASpanWithAChildForEachCheck() throws IOException {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    InMemoryMetricReader metrics = InMemoryMetricReader.create();
    GlobalOpenTelemetry.resetForTest();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .buildAndRegisterGlobal();
    Diagnosis diagnosis;
    Span alert = sdk.getTracer("test").spanBuilder("alert").startSpan();
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS);
        Scope scope = alert.makeCurrent()) {
      diagnosis =
          RdpDiagnosis.of("127.0.0.1", new Port(peer.port()))
              .deadline(Duration.ofSeconds(20))
              .run();
    }
    alert.end();

    Map<String, SpanData> byName =
        spans.getFinishedSpanItems().stream()
            .collect(Collectors.toMap(SpanData::getName, Function.identity(), (a, b) -> a));
    SpanData root = byName.get("rdpdiag diagnose");
    assertThat(root.getParentSpanId()).isEqualTo(alert.getSpanContext().getSpanId());
    assertThat(root.getAttributes().get(AttributeKey.stringKey("server.address")))
        .isEqualTo("127.0.0.1");
    assertThat(root.getAttributes().get(AttributeKey.stringKey("rdpdiag.verdict")))
        .isEqualTo(diagnosis.verdict().name());
    assertThat(byName).containsKeys("rdpdiag tcp", "rdpdiag x224", "rdpdiag tls");
    SpanData tcp = byName.get("rdpdiag tcp");
    assertThat(tcp.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(tcp.getStartEpochNanos())
        .isBetween(root.getStartEpochNanos(), root.getEndEpochNanos());
    assertThat(tcp.getAttributes().get(AttributeKey.stringKey("network.peer.address")))
        .isEqualTo("127.0.0.1");
    assertThat(byName.values()).noneMatch(s -> s.getStatus().getStatusCode() == StatusCode.ERROR);

    Map<String, MetricData> measured =
        metrics.collectAllMetrics().stream()
            .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    assertThat(measured.get("rdpdiag.diagnoses").getLongSumData().getPoints())
        .singleElement()
        .satisfies(p -> assertThat(p.getValue()).isOne());
    assertThat(measured.get("rdpdiag.check.duration").getHistogramData().getPoints())
        .anySatisfy(
            p ->
                assertThat(p.getAttributes().get(AttributeKey.stringKey("rdpdiag.check")))
                    .isEqualTo("tcp"));
  }

  /** The same classes, loaded where OpenTelemetry cannot be found. */
  @Test
  void withoutTheApiNothingIsReportedAndNothingFails() throws Exception {
    List<URL> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("opentelemetry"))
            .map(TelemetryTest::url)
            .toList();
    try (URLClassLoader without =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> telemetry = without.loadClass(Telemetry.class.getName());
      assertThat(telemetry.getMethod("begin").invoke(null))
          .isSameAs(telemetry.getField("NONE").get(null));
    }
    assertThat(Telemetry.begin()).isNotSameAs(Telemetry.NONE);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
