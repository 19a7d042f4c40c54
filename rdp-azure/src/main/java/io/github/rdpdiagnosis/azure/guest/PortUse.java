package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * Who uses the listener's port, and how many TCP ports are in use.
 *
 * @param listeners who listens on the port of {@code PortNumber}; an empty list is nobody
 * @param udpListeners how many listen on the same UDP port
 * @param tcpConnections all TCP connections in any state
 * @param tcpPortsInUse different local TCP ports
 */
public record PortUse(
    Item<Listing<Listener>> listeners,
    Item<Long> udpListeners,
    Item<Long> tcpConnections,
    Item<Long> tcpPortsInUse) {
  /**
   * One listening socket.
   *
   * @param address local address, such as {@code 0.0.0.0} or {@code ::}
   * @param port local port
   * @param processId its owner
   * @param image file name of the owner, such as {@code svchost.exe}
   * @param services key names of the services in that process
   */
  public record Listener(
      String address, long port, long processId, Item<String> image, Item<List<String>> services) {
    static Listener of(RecordRow row) throws GuestRecordFormatException {
      return new Listener(
          row.key("address"),
          row.keyNumber("port"),
          row.keyNumber("pid"),
          row.text("image"),
          row.words("services"));
    }

    /**
     * Whether Remote Desktop Services owns it.
     *
     * @return not read where the services were not read
     */
    public Item<Boolean> isTermService() {
      return services.map(names -> names.contains(GuestService.TERM_SERVICE));
    }
  }

  static PortUse of(RecordSection section) throws GuestRecordFormatException {
    return new PortUse(
        section.listing("listener", Listener::of),
        section.number("udpListeners"),
        section.number("tcpConnections"),
        section.number("tcpPortsInUse"));
  }
}
