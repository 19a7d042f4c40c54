package io.github.rdpdiagnosis.azure;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the guest says of itself in the serial log, with no agent channel and read rights only.
 *
 * @param at when it was written
 * @param adapters the guest's network adapters
 * @param settings other things that it says, such as the state of Remote Desktop, by the report's
 *     own names
 */
public record GuestHealthReport(
    Optional<Instant> at, List<Adapter> adapters, SortedMap<String, String> settings) {
  /** Copies lists and checks that nothing is missing. */
  public GuestHealthReport {
    Objects.requireNonNull(at, "at");
    adapters = List.copyOf(adapters);
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * A network adapter of the guest.
   *
   * @param name as the guest calls it
   * @param status such as {@code Up}, {@code Down} or {@code Disabled}
   * @param macAddress hexadecimal, as written
   * @param dhcp whether it takes its address from DHCP
   * @param addresses its literals
   */
  public record Adapter(
      String name,
      Optional<String> status,
      Optional<String> macAddress,
      Optional<Boolean> dhcp,
      List<String> addresses) {
    /** Copies lists and checks that nothing is missing. */
    public Adapter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(status, "status");
      Objects.requireNonNull(macAddress, "macAddress");
      Objects.requireNonNull(dhcp, "dhcp");
      addresses = List.copyOf(addresses);
    }
  }
}
