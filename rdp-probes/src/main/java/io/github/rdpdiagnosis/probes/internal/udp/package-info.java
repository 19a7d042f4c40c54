/** The RDP UDP transport ([MS-RDPEUDP]) as far as its first exchange. Not API. */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.udp;

import org.jspecify.annotations.NullMarked;
