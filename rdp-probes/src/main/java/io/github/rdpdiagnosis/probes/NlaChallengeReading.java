package io.github.rdpdiagnosis.probes;

import io.github.rdpdiagnosis.model.fact.Facts;
import io.github.rdpdiagnosis.probes.internal.credssp.ChallengeMessage;
import io.github.rdpdiagnosis.probes.internal.credssp.Spnego;
import io.github.rdpdiagnosis.probes.internal.credssp.TargetInfo;
import io.github.rdpdiagnosis.probes.internal.credssp.TsRequest;
import io.github.rdpdiagnosis.probes.internal.io.Answer;
import io.github.rdpdiagnosis.probes.internal.wire.WireFormatException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an answer to the first message of CredSSP means. A pure function of bytes and times. */
record NlaChallengeReading(NlaChallengeOutcome outcome, String why, Facts facts) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * @param sent when the question was sent, by this computer's clock
   * @param took how long the answer took: the server's clock was read somewhere in between
   */
  static NlaChallengeReading of(Answer answer, boolean timedOut, Instant sent, Duration took) {
    Facts.Builder facts = Facts.builder();
    if (answer.bytes().length > 0) {
      facts.put(ProbeFacts.NLA_CHALLENGE_ANSWER, answer.hex(Climb.REPORTED_BYTES));
    }
    try {
      TsRequest message = TsRequest.parse(answer.bytes());
      facts.put(ProbeFacts.CREDSSP_VERSION, message.version());
      if (message.negoTokens().isEmpty() && message.errorCode().isPresent()) {
        long code = message.errorCode().getAsLong();
        facts.put(ProbeFacts.CREDSSP_ERROR_CODE, code);
        return done(
            NlaChallengeOutcome.ERROR_CODE,
            String.format("the server answered CredSSP with NTSTATUS 0x%08x", code),
            facts);
      }
      if (message.negoTokens().isEmpty()) {
        throw new WireFormatException(0, "TSRequest with a token", "one without");
      }
      ChallengeMessage challenge = ChallengeMessage.parse(Spnego.ntlm(message.negoTokens().get(0)));
      put(facts, challenge, sent, took);
      return done(NlaChallengeOutcome.CHALLENGE, "the server sent its NTLM challenge", facts);
    } catch (WireFormatException e) {
      return unreadable(answer, timedOut, e, facts);
    }
  }

  private static NlaChallengeReading unreadable(
      Answer answer, boolean timedOut, WireFormatException e, Facts.Builder facts) {
    if (timedOut) {
      return done(
          NlaChallengeOutcome.SILENT,
          "no whole answer to CredSSP within the limit (" + answer.bytes().length + " bytes)",
          facts);
    }
    return switch (answer.end()) {
      case CLOSED ->
          done(NlaChallengeOutcome.CLOSED, "the server closed at the CredSSP request", facts);
      case RESET ->
          done(
              NlaChallengeOutcome.RESET,
              "the connection was reset, or TLS ended with an alert, at the CredSSP request",
              facts);
      case COMPLETE, SILENT ->
          done(
              NlaChallengeOutcome.MALFORMED,
              "the answer to CredSSP is malformed: " + e.getMessage(),
              facts);
    };
  }

  private static NlaChallengeReading done(
      NlaChallengeOutcome outcome, String why, Facts.Builder facts) {
    return new NlaChallengeReading(
        outcome, why, facts.put(ProbeFacts.NLA_CHALLENGE_OUTCOME, outcome).build());
  }

  private static void put(
      Facts.Builder facts, ChallengeMessage challenge, Instant sent, Duration took) {
    challenge
        .version()
        .filter(v -> v.major() != 0)
        .ifPresent(v -> facts.put(ProbeFacts.NTLM_OS_VERSION, v.toString()));
    TargetInfo info = challenge.targetInfo().orElse(null);
    if (info == null) {
      return;
    }
    facts.put(ProbeFacts.NTLM_TARGET_INFO, NtlmTargetInfo.valueOf(info.ending().name()));
    info.netbiosComputer().ifPresent(n -> facts.put(ProbeFacts.NTLM_NETBIOS_COMPUTER, n));
    info.netbiosDomain().ifPresent(n -> facts.put(ProbeFacts.NTLM_NETBIOS_DOMAIN, n));
    info.dnsComputer().ifPresent(n -> facts.put(ProbeFacts.NTLM_DNS_COMPUTER, n));
    info.dnsDomain().ifPresent(n -> facts.put(ProbeFacts.NTLM_DNS_DOMAIN, n));
    info.dnsTree().ifPresent(n -> facts.put(ProbeFacts.NTLM_DNS_TREE, n));
    info.timestamp().ifPresent(time -> putClock(facts, time, sent, took));
  }

  /**
   * The server read its clock between question and answer, so half the time that this took is the
   * uncertainty on either side. A time stamp in whole seconds was cut down to them.
   */
  private static void putClock(Facts.Builder facts, Instant time, Instant sent, Duration took) {
    Duration half = took.dividedBy(2);
    Duration skew = Duration.between(sent.plus(half), time);
    Duration uncertainty = half;
    if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      skew = skew.plus(SECOND.dividedBy(2));
      uncertainty = uncertainty.plus(SECOND.dividedBy(2));
    }
    facts
        .put(ProbeFacts.NTLM_TIMESTAMP, time)
        .put(ProbeFacts.CLOCK_SKEW, skew)
        .put(ProbeFacts.CLOCK_SKEW_UNCERTAINTY, uncertainty);
  }
}
