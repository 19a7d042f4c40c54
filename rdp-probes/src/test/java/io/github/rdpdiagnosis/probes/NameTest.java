package io.github.rdpdiagnosis.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.probes.spi.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(5));

  private static Observation name(RdpLadder ladder) {
    return ladder.nameServers(List.of()).probe(SOON).stream()
        .filter(o -> o.check().equals("name"))
        .findFirst()
        .orElseThrow();
  }

  private static HostResolver failing(String message) {
    return host -> {
      throw new UnknownHostException(message);
    };
  }

  @Test
  void aLiteralIsNotAsked() {
    AtomicInteger asked = new AtomicInteger();
    Observation seen =
        name(
            RdpLadder.of("127.0.0.1", 1)
                .resolver(
                    host -> {
                      asked.incrementAndGet();
                      throw new UnknownHostException(host);
                    }));

    assertThat(asked).hasValue(0);
    assertThat(seen.facts().get(ProbeFacts.NAME_OUTCOME)).contains(NameOutcome.LITERAL);
    assertThat(seen.facts().get(ProbeFacts.NAME_ADDRESSES)).contains(List.of("127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]", "::1"})
  void ipv6LiteralsComeWithAndWithoutBrackets(String host) {
    assertThat(name(RdpLadder.of(host, 1)).facts().get(ProbeFacts.NAME_ADDRESSES))
        .contains(List.of("::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1", "256.1.1.1", "1.2.3.4.5", "01.2.3.4", "1.2.3.4.", "vm1", "1234"})
  void theseAreNamesNotLiterals(String host) {
    assertThat(Literals.parse(host)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "müller.example, xn--mller-kva.example",
    "ЛАБ1.пример, xn--1-7sbd2b.xn--e1afmkfd",
    "vm1.example, vm1.example",
    "VM1, VM1"
  })
  void theResolverIsAskedForTheNameAsDnsHasIt(String host, String asked) {
    AtomicReference<String> heard = new AtomicReference<>();

    name(
        RdpLadder.of(host, 1)
            .resolver(
                name -> {
                  heard.set(name);
                  throw new UnknownHostException(name + ": Name or service not known");
                }));

    assertThat(heard).hasValue(asked);
  }

  @Test
  void aNameThatNoLabelCanHoldIsAskedForAsItIs() {
    String host = "ü".repeat(70) + ".example";
    AtomicReference<String> heard = new AtomicReference<>();

    Observation seen =
        name(
            RdpLadder.of(host, 1)
                .resolver(
                    name -> {
                      heard.set(name);
                      throw new UnknownHostException(name + ": Name or service not known");
                    }));

    assertThat(heard).hasValue(host);
    assertThat(seen.facts().get(ProbeFacts.NAME_OUTCOME)).contains(NameOutcome.NOT_FOUND);
  }

  @Test
  void localhostResolves() {
    Observation seen = name(RdpLadder.of("localhost", 1));

    assertThat(seen.facts().get(ProbeFacts.NAME_OUTCOME)).contains(NameOutcome.RESOLVED);
    assertThat(seen.facts().get(ProbeFacts.NAME_ADDRESSES).orElseThrow()).contains("127.0.0.1");
    assertThat(seen.status()).isEqualTo(CheckStatus.holds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vm1.invalid: Name or service not known | NOT_FOUND | VIOLATED",
        "vm1.invalid: No address associated with hostname | NOT_FOUND | VIOLATED",
        "vm1.invalid: Name does not resolve | NOT_FOUND | VIOLATED",
        "vm1.invalid: nodename nor servname provided, or not known | NOT_FOUND | VIOLATED",
        "No such host is known (vm1.invalid) | NOT_FOUND | VIOLATED",
        "vm1.invalid: Temporary failure in name resolution | TRY_AGAIN | INCONCLUSIVE",
        "This is usually a temporary error during hostname resolution | TRY_AGAIN | INCONCLUSIVE",
        "vm1.invalid | OTHER | INCONCLUSIVE"
      })
  void failuresByTheWordsOfEachSystem(String message, NameOutcome expected, CheckStatus.Kind kind) {
    Observation seen = name(RdpLadder.of("vm1.invalid", 1).resolver(failing(message)));

    assertThat(seen.facts().get(ProbeFacts.NAME_OUTCOME)).contains(expected);
    assertThat(seen.facts().get(ProbeFacts.NAME_MESSAGE)).contains(message);
    assertThat(seen.status().kind()).isEqualTo(kind);
  }

  @Test
  void aFailedNameKeepsTheStepsAfterItFromRunning() {
    List<Observation> seen =
        RdpLadder.of("vm1.invalid", 1)
            .nameServers(List.of())
            .resolver(failing("vm1.invalid: Name or service not known"))
            .probe(SOON);

    assertThat(seen)
        .filteredOn(o -> List.of("tcp", "x224", "tls").contains(o.check()))
        .hasSize(3)
        .allSatisfy(o -> assertThat(o.status()).isEqualTo(CheckStatus.notRun("client/name")));
    assertThat(seen)
        .filteredOn(o -> o.check().equals("local-network"))
        .anySatisfy(o -> assertThat(o.facts().has(ProbeFacts.LOCAL_INTERFACES_UP)).isTrue());
  }

  @Test
  void aResolverThatHangsIsLeftAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    List<Observation> seen =
        RdpLadder.of("vm1.example", 1)
            .nameServers(List.of())
            .resolver(
                host -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new UnknownHostException("interrupted");
                  }
                  return List.of(InetAddress.getLoopbackAddress());
                })
            .probe(Deadline.in(Duration.ofMillis(300)));

    assertThat(seen)
        .filteredOn(o -> o.check().equals("name"))
        .singleElement()
        .satisfies(
            o -> assertThat(o.facts().get(ProbeFacts.NAME_OUTCOME)).contains(NameOutcome.OTHER));
  }

  @Test
  void theRoutingTableKnowsLoopback() {
    List<Observation> seen = RdpLadder.of("127.0.0.1", 1).probe(SOON);

    assertThat(seen)
        .filteredOn(o -> o.check().equals("local-network") && o.address().isPresent())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.address()).contains("127.0.0.1");
              assertThat(o.facts().get(ProbeFacts.LOCAL_ROUTE)).contains(LocalRoute.ROUTE);
              assertThat(o.facts().get(ProbeFacts.LOCAL_SOURCE_ADDRESS)).contains("127.0.0.1");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Network is unreachable, NO_ROUTE",
    "Permission denied, PROHIBITED",
    "Invalid argument, BLACKHOLE",
    "surprise, OTHER"
  })
  void routeRefusalsByTheirWords(String message, LocalRoute expected) {
    assertThat(LocalNetworkCheck.classify(new java.net.SocketException(message)))
        .isEqualTo(expected);
  }

  @Test
  void refusesWhatCannotBeATarget() {
    assertThatThrownBy(() -> RdpLadder.of("", 3389)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RdpLadder.of("a b", 3389)).hasMessageContaining("a b");
    assertThatThrownBy(() -> RdpLadder.of("vm1", 0)).hasMessageContaining("port");
    assertThatThrownBy(() -> RdpLadder.of("vm1", 3389).alsoTry(List.of("vm2")))
        .hasMessageContaining("vm2");
    assertThatThrownBy(() -> RdpLadder.of("vm1", 3389).readTimeout(Duration.ZERO))
        .hasMessageContaining("readTimeout");
  }
}
