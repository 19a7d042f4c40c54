/**
 * The root causes this project knows, as data. Start with {@link
 * io.github.rdpdiagnosis.model.cause.CauseCatalogue}.
 */
@NullMarked
package io.github.rdpdiagnosis.model.cause;

import org.jspecify.annotations.NullMarked;
