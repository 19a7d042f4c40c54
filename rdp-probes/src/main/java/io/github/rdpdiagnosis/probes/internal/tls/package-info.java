/**
 * TLS where JSSE cannot go: a ClientHello with suites and versions that this JVM has disabled, and
 * the server's answer to it in plain text. No handshake is ever completed with it. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.tls;

import org.jspecify.annotations.NullMarked;
