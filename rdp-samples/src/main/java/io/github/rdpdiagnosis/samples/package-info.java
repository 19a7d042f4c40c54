/** Runnable samples: one program for each question, and the demo. */
@NullMarked
package io.github.rdpdiagnosis.samples;

import org.jspecify.annotations.NullMarked;
