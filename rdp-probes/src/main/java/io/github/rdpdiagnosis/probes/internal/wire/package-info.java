/**
 * TPKT, X.224 and the security negotiation as bytes ([MS-RDPBCGR] 2.2.1.1 and 2.2.1.2). Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.wire;

import org.jspecify.annotations.NullMarked;
