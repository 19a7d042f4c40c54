/** The head of HTTP/1.1 replies, read from hostile bytes within bounds. Not API. */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.http;

import org.jspecify.annotations.NullMarked;
