/** What can be added from outside: {@link io.github.rdpdiagnosis.diagnosis.spi.Renderer}. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.spi;

import org.jspecify.annotations.NullMarked;
