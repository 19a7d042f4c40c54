/** Diagnoses as text and as JSON. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.render;

import org.jspecify.annotations.NullMarked;
