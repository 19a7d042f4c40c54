package io.github.rdpdiagnosis.probes.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedPeerTest {
  @ParameterizedTest
  @EnumSource
  void everyScriptStartsAndStopsAndFreesItsPort(PeerScript script) {
    InetSocketAddress place;
    try (ScriptedPeer peer = ScriptedPeer.start(script)) {
      place = peer.address();
      assertThat(peer.port()).isPositive();
    }
    try (ScriptedPeer again = ScriptedPeer.start(PeerScript.SILENT, place)) {
      assertThat(again.port()).isEqualTo(place.getPort());
    }
  }

  @Test
  void closingEndsOpenConnections() throws Exception {
    try (Socket socket = new Socket()) {
      try (ScriptedPeer peer =
          ScriptedPeer.start(PeerScript.SILENT, new InetSocketAddress("127.0.0.9", 0))) {
        socket.connect(peer.address());
        while (peer.connections() == 0) {
          Thread.onSpinWait();
        }
      }
      socket.setSoTimeout(5000);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void staysOnLoopback() {
    assertThatThrownBy(
            () -> ScriptedPeer.start(PeerScript.TLS, new InetSocketAddress("0.0.0.0", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.0/8");
    assertThatThrownBy(
            () -> ScriptedPeer.start(PeerScript.TLS, new InetSocketAddress("0:0:0:0:0:0:0:1", 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
