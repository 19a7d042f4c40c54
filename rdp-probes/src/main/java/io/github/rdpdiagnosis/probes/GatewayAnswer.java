package io.github.rdpdiagnosis.probes;

/** How an RD Gateway, or what stands at its address, takes a request without credentials. */
public enum GatewayAnswer {
  /**
   * 401 with a challenge, at a path of the gateway protocol: as an RD Gateway does. A web server
   * that wants a sign-in for everything would do so as well.
   */
  ASKS_SIGN_IN,
  /** 200 or 101 without a sign-in: a gateway that takes tokens or cookies later on. */
  ACCEPTS,
  /** 407: an HTTP proxy in between wants a sign-in. */
  PROXY_ASKS_SIGN_IN,
  /** 3xx: sent elsewhere, as captive portals and sign-in pages do. */
  REDIRECTS,
  /** 403: there, and closed to this client. */
  FORBIDDEN,
  /** 400, 404, 405, 501 at both paths: a web server, no gateway. */
  NO_GATEWAY,
  /** 500, 502, 503, 504: the gateway service, or what a balancer has behind it, is down. */
  FAILS,
  /** Another status. */
  OTHER_STATUS,
  /** What came was no HTTP. */
  NOT_HTTP,
  /** The connection ended without a byte. */
  CLOSED,
  /** Nothing came in time. */
  SILENT
}
