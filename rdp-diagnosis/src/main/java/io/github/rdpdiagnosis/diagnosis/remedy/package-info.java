/**
 * Mends what a diagnosis found, on request only. {@link
 * io.github.rdpdiagnosis.diagnosis.remedy.RemediationPlan#of} turns a diagnosis into a plan, a
 * value that changes nothing; {@link io.github.rdpdiagnosis.diagnosis.remedy.Remediator} carries it
 * out and takes it back. A package of its own, which nothing of the diagnosis depends on, so that a
 * diagnosis cannot change anything.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.remedy;

import org.jspecify.annotations.NullMarked;
