package io.github.rdpdiagnosis.model.net;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Kinds of addresses that are set aside, after the registries of RFC 6890, with multicast as one
 * more. A VM in Azure has no public address of any of them.
 */
public enum SpecialPurpose {
  /** RFC 1918, and the unique local addresses of RFC 4193. */
  PRIVATE_USE(
      "private use (RFC 1918, RFC 4193)",
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "fc00::/7"),
  /** RFC 6598: between a provider and its customers. */
  SHARED("shared space of a provider (RFC 6598)", "100.64.0.0/10"),
  /** The computer itself. */
  LOOPBACK("the computer itself (RFC 1122, RFC 4291)", "127.0.0.0/8", "::1/128"),
  /** One link only; what a computer gives itself when no DHCP server answers. */
  LINK_LOCAL("one link only (RFC 3927, RFC 4291)", "169.254.0.0/16", "fe80::/10"),
  /** No address. */
  UNSPECIFIED("no address (RFC 1122, RFC 4291)", "0.0.0.0/8", "::/128"),
  /** For examples in texts. */
  DOCUMENTATION(
      "documentation (RFC 5737, RFC 3849, RFC 9637)",
      "192.0.2.0/24",
      "198.51.100.0/24",
      "203.0.113.0/24",
      "2001:db8::/32",
      "3fff::/20"),
  /** For measuring devices. */
  BENCHMARKING("benchmarking (RFC 2544, RFC 5180)", "198.18.0.0/15", "2001:2::/48"),
  /** Everybody on one link. */
  BROADCAST("limited broadcast (RFC 919)", "255.255.255.255/32"),
  /** Groups of receivers. */
  MULTICAST("multicast (RFC 5771, RFC 4291)", "224.0.0.0/4", "ff00::/8"),
  /** IETF protocols. */
  PROTOCOL("protocol assignments (RFC 6890)", "192.0.0.0/24"),
  /** An IPv4 address written as an IPv6 one, for programs only. */
  IPV4_MAPPED("IPv4-mapped, for programs only (RFC 4291)", "::ffff:0:0/96"),
  /** Translated to an IPv4 address by the network; made by DNS64. */
  TRANSLATED("translated to IPv4 by this network (RFC 6052)", "64:ff9b::/96", "64:ff9b:1::/48"),
  /** Old tunnels of IPv6 in IPv4. */
  TUNNELLED("a tunnel over IPv4, Teredo or 6to4 (RFC 4380, RFC 3056)", "2001::/32", "2002::/16"),
  /** To be dropped. */
  DISCARD("discard only (RFC 6666)", "100::/64"),
  /** For a future that did not come. */
  RESERVED("reserved (RFC 1112)", "240.0.0.0/4");

  private final String title;
  private final List<Prefix> blocks;

  SpecialPurpose(String title, String... blocks) {
    this.title = title;
    this.blocks = Arrays.stream(blocks).map(Prefix::parse).toList();
  }

  /**
   * What the addresses are for, with the RFC, as a phrase.
   *
   * @return such as {@code one link only (RFC 3927, RFC 4291)}
   */
  public String title() {
    return title;
  }

  /**
   * The blocks of this kind.
   *
   * @return at least one
   */
  public List<Prefix> blocks() {
    return blocks;
  }

  static Optional<SpecialPurpose> of(IpAddress address) {
    SpecialPurpose best = null;
    int longest = -1;
    for (SpecialPurpose kind : values()) {
      for (Prefix block : kind.blocks) {
        if (block.contains(address) && block.length() > longest) {
          best = kind;
          longest = block.length();
        }
      }
    }
    return Optional.ofNullable(best);
  }
}
