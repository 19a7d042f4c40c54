/** Shared inner workings of the model. Not API, not exported. */
@NullMarked
package io.github.rdpdiagnosis.model.internal;

import org.jspecify.annotations.NullMarked;
