/**
 * Scripted RDP peers on loopback, each with one fault that is met in the field: for demonstrations,
 * and for tests of whatever is built on the probes. Start with {@link
 * io.github.rdpdiagnosis.probes.peer.ScriptedPeer#start(PeerScript)}.
 */
@NullMarked
package io.github.rdpdiagnosis.probes.peer;

import org.jspecify.annotations.NullMarked;
