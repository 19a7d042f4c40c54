/**
 * Self-signed certificates for the scripted peers, made at run time with nothing but the JDK. Not
 * API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.x509;

import org.jspecify.annotations.NullMarked;
