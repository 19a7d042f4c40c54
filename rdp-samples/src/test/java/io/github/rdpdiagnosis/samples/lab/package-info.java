/** The fault lab: faults planted on real paths, diagnosed by rdpdiag, and judged. Needs root. */
@NullMarked
package io.github.rdpdiagnosis.samples.lab;

import org.jspecify.annotations.NullMarked;
