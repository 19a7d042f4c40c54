/**
 * CredSSP ([MS-CSSP]) and NTLM ([MS-NLMP]) as far as a server goes without credentials: an
 * anonymous NEGOTIATE out, the CHALLENGE in. There is no AUTHENTICATE here. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.credssp;

import org.jspecify.annotations.NullMarked;
