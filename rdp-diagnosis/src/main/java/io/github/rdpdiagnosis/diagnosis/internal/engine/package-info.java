/**
 * The engine: observations in, verdict out, as a pure function. {@link
 * io.github.rdpdiagnosis.diagnosis.internal.engine.Derivation} turns observations into the facts of
 * the diagnosed path; {@link io.github.rdpdiagnosis.diagnosis.internal.engine.CauseRules} and
 * {@link io.github.rdpdiagnosis.diagnosis.internal.engine.LookAlikes} hold the knowledge as data;
 * {@link io.github.rdpdiagnosis.diagnosis.internal.engine.Inference} applies it.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.engine;

import org.jspecify.annotations.NullMarked;
