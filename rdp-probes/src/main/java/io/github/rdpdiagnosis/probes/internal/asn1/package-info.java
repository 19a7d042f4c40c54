/** ASN.1 in its distinguished encoding: what CredSSP and certificates need of it. Not API. */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.asn1;

import org.jspecify.annotations.NullMarked;
