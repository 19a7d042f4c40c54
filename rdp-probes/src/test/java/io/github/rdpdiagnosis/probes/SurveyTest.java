package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private static List<Observation> survey(ScriptedPeer peer) {
    return RdpLadder.of("127.0.0.1", peer.port())
        .survey()
        .probe(Deadline.in(Duration.ofSeconds(20)));
  }

  private static <T> Optional<T> fact(List<Observation> seen, String check, FactKey<T> key) {
    return seen.stream()
        .filter(o -> o.check().equals(check))
        .flatMap(o -> o.facts().get(key).stream())
        .findFirst();
  }

  @Test
  void asksForEverySetOfProtocolsWithinTwelveConnections() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.NLA)) {
      List<Observation> seen = survey(peer);

      assertThat(seen).extracting(Observation::check).containsAll(SurveyStep.checks());
      assertThat(peer.connections()).isLessThanOrEqualTo(12);
      assertThat(seen.stream().filter(o -> RdpLadder.CONNECTING.contains(o.check())))
          .hasSize(peer.connections());
      assertThat(fact(seen, "survey-ssl", ProbeFacts.SURVEY_FAILURE_CODE)).contains(5L);
      assertThat(fact(seen, "survey-ssl", ProbeFacts.SURVEY_MEANING))
          .hasValueSatisfying(
              m -> assertThat(m).contains("HYBRID_REQUIRED_BY_SERVER at offset 15", "NLA"));
      assertThat(fact(seen, "survey-hybrid", ProbeFacts.SURVEY_SELECTED)).contains(2L);
      assertThat(fact(seen, "survey-hybrid-ex", ProbeFacts.SURVEY_SELECTED)).contains(8L);
      assertThat(fact(seen, "survey-none", ProbeFacts.SURVEY_REQUEST))
          .contains("0300000b06e00000000000");
      assertThat(fact(seen, "survey-none", ProbeFacts.SURVEY_REQUESTED)).isEmpty();
      assertThat(fact(seen, "tls-legacy", ProbeFacts.TLS_LEGACY_VERSION)).contains("TLSv1.2");
      assertThat(fact(seen, "x224", ProbeFacts.X224_SELECTED_ASKED)).contains(true);
      assertThat(fact(seen, "x224", ProbeFacts.X224_REQUEST))
          .contains("030000130ee00000000000010008000b000000");
      assertThat(fact(seen, "x224", ProbeFacts.X224_MEANING))
          .contains("RDP_NEG_RSP, selectedProtocol HYBRID_EX (8) at offset 15, flags 0x00");
    }
  }

  @Test
  void namesASelectionThatWasNotAskedFor() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.STANDARD_RDP_ONLY)) {
      List<Observation> seen = survey(peer);

      assertThat(fact(seen, "x224", ProbeFacts.X224_SELECTED_ASKED)).contains(false);
      assertThat(fact(seen, "survey-hybrid", ProbeFacts.SURVEY_MEANING))
          .hasValueSatisfying(m -> assertThat(m).endsWith("not one of those that were asked for"));
      assertThat(fact(seen, "survey-rdp", ProbeFacts.SURVEY_MEANING))
          .contains("RDP_NEG_RSP, selectedProtocol RDP (0) at offset 15, flags 0x00");
    }
  }

  @Test
  void isOffUnlessAskedFor() {
    try (ScriptedPeer peer = ScriptedPeer.start(PeerScript.TLS)) {
      RdpLadder.of("127.0.0.1", peer.port()).probe(Deadline.in(Duration.ofSeconds(20)));
      assertThat(peer.connections()).isEqualTo(1);
    }
  }
}
