package io.github.rdpdiagnosis.probes.spi;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns a host name into addresses the way the user's own computer does: hosts file, search list,
 * resolver cache, name servers.
 *
 * <p>May block for as long as the system does (Linux: up to about 30 s with three dead name
 * servers); the caller runs it on a thread of its own and stops waiting at its deadline.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface HostResolver {
  /**
   * The addresses of a name, in the order in which a client would try them.
   *
   * @param host a host name in ASCII, internationalised labels as A-labels; never an address
   *     literal
   * @return at least one address
   * @throws UnknownHostException if there is none; its message says why, as the system words it
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /**
   * The resolver of this JVM, {@link InetAddress#getAllByName}. The JVM remembers a failure for ten
   * seconds and gives only the name as message when asked again, so the reason is known only to who
   * asks first.
   *
   * @return the resolver
   */
  static HostResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
