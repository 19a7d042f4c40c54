/**
 * What a check is and what it reports. Start with {@link io.github.rdpdiagnosis.model.check.Check}
 * to write one, and with {@link io.github.rdpdiagnosis.model.check.Observation} to read what one
 * saw.
 */
@NullMarked
package io.github.rdpdiagnosis.model.check;

import org.jspecify.annotations.NullMarked;
