/**
 * What can be seen of a Remote Desktop path from this computer. Start with {@code RdpLadder}: it
 * climbs TCP, X.224 and TLS of one host; {@link io.github.rdpdiagnosis.probes.ProbeFacts} names
 * every fact that the checks here produce. No credential is ever sent.
 */
@NullMarked
package io.github.rdpdiagnosis.probes;

import org.jspecify.annotations.NullMarked;
