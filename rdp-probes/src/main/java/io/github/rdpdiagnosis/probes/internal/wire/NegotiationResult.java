package io.github.rdpdiagnosis.probes.internal.wire;

/** What the server said to RDP_NEG_REQ. */
public sealed interface NegotiationResult permits NegotiationResponse, NegotiationFailure {}
