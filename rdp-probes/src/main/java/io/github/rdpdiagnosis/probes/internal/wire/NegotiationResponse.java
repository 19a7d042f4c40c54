package io.github.rdpdiagnosis.probes.internal.wire;

/**
 * RDP_NEG_RSP ([MS-RDPBCGR] 2.2.1.2.1). Servers select protocols that were not asked for (xrdp
 * answers PROTOCOL_RDP to a request for CredSSP alone), so the value is not checked against the
 * request.
 *
 * @param flags as sent
 * @param selectedProtocol one of {@link SecurityProtocol}, or another value
 */
public record NegotiationResponse(int flags, long selectedProtocol) implements NegotiationResult {}
