/**
 * One question to one name server, so that its own answer is seen rather than the resolver's
 * summary. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.dns;

import org.jspecify.annotations.NullMarked;
