/** Spans and metrics of diagnoses, for programs that have OpenTelemetry. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.telemetry;

import org.jspecify.annotations.NullMarked;
