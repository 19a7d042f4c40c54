package io.github.rdpdiagnosis.azure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Network Watcher's agent in the VM saw when it tried to connect from there.
 *
 * @param status {@code Reachable} or {@code Unreachable}; {@code Unknown}, and words of other
 *     api-versions, are possible
 * @param averageMillis average round trip, where there was one
 * @param probesSent how many attempts were made
 * @param probesFailed how many of them failed
 * @param hops the way, as Azure knows it, the source first
 */
public record ConnectivityCheck(
    String status,
    Optional<Integer> averageMillis,
    Optional<Integer> probesSent,
    Optional<Integer> probesFailed,
    List<Hop> hops) {
  /** Copies the list and checks that nothing is missing. */
  public ConnectivityCheck {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(averageMillis, "averageMillis");
    Objects.requireNonNull(probesSent, "probesSent");
    Objects.requireNonNull(probesFailed, "probesFailed");
    hops = List.copyOf(hops);
  }

  /**
   * One place on the way.
   *
   * @param id Azure's name of it, within this answer
   * @param type such as {@code Source}, {@code VirtualNetwork} or {@code Internet}
   * @param address literal, where it has one
   * @param resourceId ARM id, where it is a resource
   * @param nextHopIds {@link #id()} of the places that follow
   * @param issues what is wrong there
   */
  public record Hop(
      String id,
      String type,
      Optional<String> address,
      Optional<String> resourceId,
      List<String> nextHopIds,
      List<Issue> issues) {
    /** Copies lists and checks that nothing is missing. */
    public Hop {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(resourceId, "resourceId");
      nextHopIds = List.copyOf(nextHopIds);
      issues = List.copyOf(issues);
    }
  }

  /**
   * What Azure holds responsible.
   *
   * @param type such as {@code NetworkSecurityRule}, {@code UserDefinedRoute}, {@code
   *     GuestFirewall}, {@code NoListenerOnDestination}; a plain number has been seen, too
   * @param origin {@code Local}, {@code Inbound} or {@code Outbound}
   * @param severity {@code Error} or {@code Warning}
   * @param context such as {@code RuleName}
   */
  public record Issue(
      String type, String origin, String severity, SortedMap<String, String> context) {
    /** Copies the map and checks that nothing is missing. */
    public Issue {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(origin, "origin");
      Objects.requireNonNull(severity, "severity");
      context = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(context));
    }
  }
}
