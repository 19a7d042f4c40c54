/**
 * What this computer's own files and tools say about its network: pure readers of text, and the one
 * place that runs a tool. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.host;

import org.jspecify.annotations.NullMarked;
