/** Sockets with bounded bytes and time, and a way to close them all at once. Not API. */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.io;

import org.jspecify.annotations.NullMarked;
