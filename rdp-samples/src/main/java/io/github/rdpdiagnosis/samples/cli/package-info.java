/** The {@code rdpdiag} command. Start with {@link io.github.rdpdiagnosis.samples.cli.RdpDiag}. */
@NullMarked
package io.github.rdpdiagnosis.samples.cli;

import org.jspecify.annotations.NullMarked;
