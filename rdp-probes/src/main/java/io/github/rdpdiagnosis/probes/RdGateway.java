package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.probes.spi.HostResolver;
import java.time.Duration;
import java.util.List;

/**
 * An RD Gateway as far as it can be seen without credentials: name, TCP, TLS with its certificate,
 * and how it takes the first request of the gateway protocol ([MS-TSGU], HTTP transport).
 *
 * <p>What goes over the wire: one system look-up of the name; for each of at most two addresses one
 * TCP connection with a TLS handshake, on which {@code RDG_OUT_DATA /remoteDesktopGateway/} is
 * requested and, if that path is not known there, on a second connection {@code RPC_OUT_DATA
 * /rpc/rpcproxy.dll} of older gateways. No credential, no user name, no name of a target. The
 * gateway logs a request that was not signed in.
 *
 * <p>Immutable and thread-safe.
 */
public final class RdGateway {
  /** The port of a gateway unless the file names another: {@value}. */
  public static final int DEFAULT_PORT = 443;

  private final LadderSettings settings;

  private RdGateway(LadderSettings settings) {
    this.settings = settings;
  }

  /**
   * A gateway.
   *
   * @param host name or address
   * @param port TCP port
   * @return the gateway, seen from {@link Vantage#CLIENT}
   * @throws IllegalArgumentException as {@link RdpLadder#of}
   */
  public static RdGateway of(String host, int port) {
    return new RdGateway(RdpLadder.of(host, port).settings());
  }

  /**
   * How long to wait for TCP, and for each answer. Default 5 s and 4 s.
   *
   * @param connect for TCP
   * @param read for TLS, and again for each HTTP reply
   * @return a changed copy
   */
  public RdGateway timeouts(Duration connect, Duration read) {
    LadderSettings.Draft draft = new LadderSettings.Draft(settings);
    draft.connectTimeout = connect;
    draft.readTimeout = read;
    return new RdGateway(draft.build());
  }

  /**
   * What resolves the name. Default {@link HostResolver#system()}.
   *
   * @param resolver asked once
   * @return a changed copy
   */
  public RdGateway resolver(HostResolver resolver) {
    LadderSettings.Draft draft = new LadderSettings.Draft(settings);
    draft.resolver = resolver;
    return new RdGateway(draft.build());
  }

  /**
   * The checks, for a scheduler. They need nothing and report observations named {@code
   * gateway-name} and {@code gateway}.
   *
   * @return thread-safe checks, usable more than once
   */
  public List<Check> checks() {
    return List.of(new GatewayCheck(settings));
  }
}
