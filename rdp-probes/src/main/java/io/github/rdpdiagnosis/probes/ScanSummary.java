package io.github.rdpdiagnosis.probes;

import java.time.Duration;

/**
 * How a scan ended.
 *
 * @param targets results that were handed over
 * @param cancelled whether it was interrupted before the last target
 * @param time how long it took
 */
public record ScanSummary(long targets, boolean cancelled, Duration time) {}
