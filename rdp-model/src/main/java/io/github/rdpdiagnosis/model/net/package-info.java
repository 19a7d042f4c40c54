/**
 * Addresses, prefixes, ports and flows as values. Start with {@link
 * io.github.rdpdiagnosis.model.net.IpAddress} and {@link
 * io.github.rdpdiagnosis.model.net.AddressSet}. Nothing here asks a name server.
 */
@NullMarked
package io.github.rdpdiagnosis.model.net;

import org.jspecify.annotations.NullMarked;
