/**
 * The two seams through which the probes touch the system, for callers that resolve or connect in
 * their own way (a proxy, a fixed source address) and for tests: {@link
 * io.github.rdpdiagnosis.probes.spi.HostResolver} and {@link
 * io.github.rdpdiagnosis.probes.spi.Connector}.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.spi;

import org.jspecify.annotations.NullMarked;
