/** Runs checks side by side within one deadline. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.run;

import org.jspecify.annotations.NullMarked;
