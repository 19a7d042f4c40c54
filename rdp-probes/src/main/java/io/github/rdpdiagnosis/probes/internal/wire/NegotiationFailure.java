package io.github.rdpdiagnosis.probes.internal.wire;

/**
 * RDP_NEG_FAILURE ([MS-RDPBCGR] 2.2.1.2.2).
 *
 * @param code why
 */
public record NegotiationFailure(FailureCode code) implements NegotiationResult {}
