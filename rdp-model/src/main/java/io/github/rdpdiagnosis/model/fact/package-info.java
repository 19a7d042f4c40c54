/**
 * Typed facts. Start with {@link io.github.rdpdiagnosis.model.fact.FactKey}: a constant beside the
 * check that produces the fact. {@link io.github.rdpdiagnosis.model.fact.Facts} holds the values of
 * one observation in their JSON-neutral form, so that facts of an unknown key survive a round trip.
 */
@NullMarked
package io.github.rdpdiagnosis.model.fact;

import org.jspecify.annotations.NullMarked;
