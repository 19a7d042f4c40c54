package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * Adapters and addresses as Windows has them.
 *
 * @param adapters adapters that are not hidden
 * @param disabledDevices network devices that are switched off
 * @param ghostAdapters entries of Hyper-V's adapter for which there is none any more
 * @param netvsc version of netvsc.sys, such as {@code 10.0.14393.594}
 * @param addresses addresses but for loopback and link-local ones
 * @param gateways default routes
 * @param dnsServers IPv4 addresses of the resolvers
 * @param timeSource {@code NTP}, {@code NT5DS}, {@code NoSync} or {@code AllSync}
 */
public record GuestNetwork(
    Item<Listing<Adapter>> adapters,
    Item<Long> disabledDevices,
    Item<Long> ghostAdapters,
    Item<String> netvsc,
    Item<Listing<Address>> addresses,
    Item<Listing<Gateway>> gateways,
    Item<List<String>> dnsServers,
    Item<String> timeSource) {
  /**
   * A network adapter.
   *
   * @param interfaceIndex its index
   * @param mac hexadecimal digits
   * @param admin 1 enabled, 2 disabled
   * @param media 1 connected, 2 disconnected
   */
  public record Adapter(long interfaceIndex, Item<String> mac, Item<Long> admin, Item<Long> media) {
    static Adapter of(RecordRow row) throws GuestRecordFormatException {
      return new Adapter(
          row.keyNumber("interface"), row.text("mac"), row.number("admin"), row.number("media"));
    }
  }

  /**
   * An address.
   *
   * @param interfaceIndex the adapter
   * @param address literal
   * @param origin 1 set by hand, 3 by DHCP
   * @param skipAsSource whether outbound connections avoid it
   */
  public record Address(
      long interfaceIndex, String address, Item<Long> origin, Item<Boolean> skipAsSource) {
    /** {@code origin} of an address that was set by hand. */
    public static final long MANUAL = 1;

    static Address of(RecordRow row) throws GuestRecordFormatException {
      return new Address(
          row.keyNumber("interface"), row.key("address"), row.number("origin"), row.truth("skip"));
    }
  }

  /**
   * A default route.
   *
   * @param interfaceIndex the adapter
   * @param nextHop its gateway
   * @param metric the smaller one wins
   */
  public record Gateway(long interfaceIndex, String nextHop, Item<Long> metric) {
    static Gateway of(RecordRow row) throws GuestRecordFormatException {
      return new Gateway(row.keyNumber("interface"), row.key("nextHop"), row.number("metric"));
    }
  }

  static GuestNetwork of(RecordSection section) throws GuestRecordFormatException {
    return new GuestNetwork(
        section.listing("adapter", Adapter::of),
        section.number("disabledDevices"),
        section.number("ghostAdapters"),
        section.text("netvsc"),
        section.listing("address", Address::of),
        section.listing("gateway", Gateway::of),
        section.words("dnsServers"),
        section.text("time.Type"));
  }
}
