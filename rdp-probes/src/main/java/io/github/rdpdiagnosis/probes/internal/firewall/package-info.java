/**
 * What the packet filters of this computer decide about one connection, from the text in which the
 * system's own tools print their rules. Pure functions of that text. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.internal.firewall;

import org.jspecify.annotations.NullMarked;
