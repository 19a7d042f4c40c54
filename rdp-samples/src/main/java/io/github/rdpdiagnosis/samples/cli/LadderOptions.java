package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.probes.RdpLadder;
import picocli.CommandLine.Option;

/** What the ladder asks beyond what it needs. */
final class LadderOptions {
  @Option(
      names = "--survey",
      description =
          "Also asks for every protocol by itself, and for an older TLS: up to nine more"
              + " connections, which the server may log.")
  boolean survey;

  @Option(
      names = "--udp",
      description = "Also asks whether the server offers the RDP UDP transport: two datagrams.")
  boolean udp;

  RdpLadder of(RdpLadder ladder) {
    RdpLadder surveying = survey ? ladder.survey() : ladder;
    return udp ? surveying.udp() : surveying;
  }
}
