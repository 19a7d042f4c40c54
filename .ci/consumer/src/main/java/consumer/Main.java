package consumer;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Uses each module once, as a user does; says what it saw, or ends with an exception. */
public final class Main {
  private static final String SIGNED =
      "full address:s:a\r\nsignscope:s:Full Address\r\nsignature:s:AQABAAEAAAAAAAAA\r\n";

  private Main() {}

  /**
   * Runs.
   *
   * @param args whether BouncyCastle is there: {@code with} or {@code without}
   */
  public static void main(String[] args) {
    check(ClientErrors.match("0x204").best().isPresent(), "an error code is known");

    RdpSignature signature =
        RdpFile.parse(SIGNED.getBytes(StandardCharsets.US_ASCII)).signature();
    boolean missing =
        signature instanceof RdpSignature.Unsupported no && no.reason().contains("bcpkix");
    check(missing == args[0].equals("without"), "signature " + args[0] + ": " + signature);

    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      Diagnosis diagnosis = RdpDiagnosis.of("127.0.0.1", new Port(peer.port())).run();
      check(diagnosis.verdict() == Verdict.WORKS, diagnosis.summary());
      for (String format : Renderer.formats()) {
        String text = Renderer.named(format, Renderer.DEFAULT_WIDTH).orElseThrow().render(diagnosis);
        check(!text.isBlank(), format);
      }
      System.out.println(
          Map.of("java", Runtime.version().feature(), "module", String.valueOf(Main.class.getModule()))
              + " "
              + Renderer.formats());
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
