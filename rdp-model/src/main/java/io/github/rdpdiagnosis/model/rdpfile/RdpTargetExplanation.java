package io.github.rdpdiagnosis.model.rdpfile;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a {@code .rdp} file leads, by which way, and where clients differ.
 *
 * <p>Source: FreeRDP ({@code client/common/file.c}), IronRDP ({@code crates/ironrdp-cfg});
 * Microsoft documents no precedence.
 *
 * @param kind the way to the target
 * @param target what {@link RdpFile#target()} gives, or empty where it fails
 * @param gateway the RD Gateway that the client goes through, as it stands; see {@link
 *     RdpFile#gateway()}
 * @param clients where each known client goes
 * @param because the reasons, in one or more sentences
 */
public record RdpTargetExplanation(
    Kind kind,
    Optional<RdpTarget> target,
    Optional<String> gateway,
    List<ClientTarget> clients,
    String because) {
  /** Ways to a target. */
  public enum Kind {
    /** The client connects to the target itself. */
    DIRECT,
    /** The client connects to an RD Gateway, and that to the target. */
    GATEWAY,
    /** The target is this computer: the near end of a tunnel, such as Azure Bastion's or SSH's. */
    LOOPBACK_TUNNEL,
    /** A RemoteApp or desktop published by a Remote Desktop Services workspace. */
    PUBLISHED,
    /** Azure Virtual Desktop: its gateway and broker choose the host. */
    AZURE_VIRTUAL_DESKTOP
  }

  /** Programs that open {@code .rdp} files. */
  public enum Client {
    /**
     * The Windows client. Microsoft documents no precedence; that the alternate address wins is
     * what FreeRDP reports of it.
     */
    MSTSC,
    /** FreeRDP, as of 2026 ({@code client/common/file.c}). */
    FREERDP,
    /** IronRDP, as of 2026 ({@code crates/ironrdp-cfg} and its client). */
    IRONRDP
  }

  /**
   * Where one client goes.
   *
   * @param client the program
   * @param host the host as that client reads it, which may be nonsense; empty where it refuses the
   *     file
   * @param port its port; empty with the host
   * @param because the reason, in one sentence
   */
  public record ClientTarget(
      Client client, Optional<String> host, OptionalInt port, String because) {
    /** Checks that host and port go together. */
    public ClientTarget {
      Objects.requireNonNull(client, "client");
      Objects.requireNonNull(because, "because");
      if (host.isPresent() != port.isPresent()) {
        throw new IllegalArgumentException("host and port go together");
      }
    }
  }

  /** Checks that nothing is missing, and copies the clients. */
  public RdpTargetExplanation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(because, "because");
    clients = List.copyOf(clients);
  }

  /**
   * Whether every client goes to the same host and port.
   *
   * @return false where they differ or some refuse the file
   */
  public boolean clientsAgree() {
    return clients.stream()
            .map(c -> c.host().map(h -> h.toLowerCase(Locale.ROOT) + " " + c.port().orElse(0)))
            .distinct()
            .count()
        <= 1;
  }
}
