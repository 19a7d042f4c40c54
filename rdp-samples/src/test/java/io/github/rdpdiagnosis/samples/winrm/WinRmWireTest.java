package io.github.rdpdiagnosis.samples.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.azure.guest.CollectorRequest;
import io.github.rdpdiagnosis.azure.guest.GuestReading;
import io.github.rdpdiagnosis.azure.guest.StaticScript;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.azure.winrm.WinRm.Authentication;
import io.github.rdpdiagnosis.azure.winrm.WinRmException;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.samples.ArmStub;
import io.github.rdpdiagnosis.samples.WinRmStub;
import io.github.rdpdiagnosis.samples.WinRmStub.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WinRM over HTTPS against a service that verifies NTLM by its own computation. */
@Timeout(60)
class WinRmWireTest {
  private static final String PASSWORD = "Pa$$w0rd \u00e4\u00df\u20ac";
  private static final Duration TIME = Duration.ofSeconds(20);

  private ArmStub azure;
  private WinRmStub service;

  @BeforeEach
  void start() {
    azure = ArmStub.start();
    ArmStub.StubVm vm = azure.vm("SQL1", "127.0.0.1", 3389).deniedByPolicy();
    vm.guestSetting("listenerport", 3398);
    service = WinRmStub.start("SQL1", "ann", PASSWORD, vm::runScript);
  }

  @AfterEach
  void stop() {
    service.close();
    azure.close();
  }

  private WinRm winRm(String user, String password) {
    return WinRm.of(
        "127.0.0.1",
        new Port(service.port()),
        service.thumbprint(),
        Authentication.NTLM,
        user,
        Secret.of(password));
  }

  private static GuestReading collect(WinRm winRm, Duration time) throws InterruptedException {
    GuestReading reading = winRm.collect(CollectorRequest.now(Instant.now()), Deadline.in(time));
    assertThat(reading.toString() + winRm).doesNotContain("Pa$$", "ann");
    return reading;
  }

  private static String why(GuestReading reading) {
    return reading.status().kind() + ": " + reading.status().why().orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "SQL1\\ann", ".\\ann", "ANN"})
  void readsTheRecordOfTheRightMachine(String user) throws Exception {
    GuestReading reading = collect(winRm(user, PASSWORD), TIME);
    assertThat(reading.status()).isEqualTo(CheckStatus.holds());
    assertThat(reading.record().orElseThrow().host().computerName().known()).contains("SQL1");
    assertThat(service.attempts()).isEqualTo(1);
    assertThat(service.calls())
        .containsExactly(
            "Create",
            "Command",
            "Send collect",
            "Receive",
            "Receive",
            "Receive",
            "Signal",
            "Delete");
    assertThat(service.openShells()).isZero();
  }

  @Test
  void takesThumbprintsAsPeopleCopyThem() throws Exception {
    String copied =
        "\u200e" + service.thumbprint().hex().toLowerCase(Locale.ROOT).replaceAll("..", "$0 ");
    for (Thumbprint print :
        new Thumbprint[] {Thumbprint.parse(copied), service.thumbprint("SHA-256")}) {
      WinRm winRm =
          WinRm.of(
              "localhost",
              new Port(service.port()),
              print,
              Authentication.NTLM,
              "ann",
              Secret.of(PASSWORD));
      assertThat(collect(winRm, TIME).record()).isPresent();
    }
  }

  @Test
  void anotherCertificateGetsNoCredentials() throws Exception {
    WinRm winRm =
        WinRm.of(
            "127.0.0.1",
            new Port(service.port()),
            Thumbprint.parse("00".repeat(20)),
            Authentication.NTLM,
            "ann",
            Secret.of(PASSWORD));
    assertThat(why(collect(winRm, TIME)))
        .startsWith("INCONCLUSIVE: WinRM at 127.0.0.1 port " + service.port())
        .contains(service.thumbprint().hex(), "not the one that was named", "no credentials");
    assertThat(service.attempts()).isZero();
  }

  @Test
  void aWrongPasswordIsTriedOnce() throws Exception {
    WinRm winRm = winRm("ann", "Pa$$w0rd");
    assertThat(why(collect(winRm, TIME)))
        .startsWith("INCONCLUSIVE: ")
        .contains("refused the credentials", "sent once");
    assertThat(service.attempts()).isEqualTo(1);
    assertThat(service.calls()).isEmpty();
    // Neither the next diagnosis of a series nor a change asks again.
    assertThat(why(collect(winRm, TIME))).startsWith("NOT_RUN: the credentials were refused");
    assertThatThrownBy(() -> winRm.run(StaticScript.CHANGE, Map.of(), Deadline.in(TIME)))
        .isInstanceOf(WinRmException.class);
    assertThat(service.attempts()).isEqualTo(1);
  }

  @Test
  void aWrongNameIsTriedOnce() throws Exception {
    assertThat(why(collect(winRm("OTHER\\ann", PASSWORD), TIME))).contains("refused");
    assertThat(service.attempts()).isEqualTo(1);
  }

  @Test
  void basicIsUsedWhereTheCallerSaysSoOnly() throws Exception {
    service.behaving(Behaviour.BASIC);
    assertThat(why(collect(winRm("ann", PASSWORD), TIME)))
        .contains("offers Basic, not Negotiate with NTLM; no credentials were sent");
    assertThat(service.attempts()).isZero();
    assertThat(collect(basic(PASSWORD), TIME).record()).isPresent();
    int before = service.attempts();
    assertThat(why(collect(basic("Pa$$"), TIME))).contains("refused the credentials");
    assertThat(service.attempts() - before).isEqualTo(1);
  }

  private WinRm basic(String password) {
    return WinRm.of(
        "127.0.0.1",
        new Port(service.port()),
        service.thumbprint(),
        Authentication.BASIC,
        "ann",
        Secret.of(password));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ERROR; no SOAP that can be read; 1",
        "GARBAGE; no SOAP that can be read; 1",
        "NO_ADMINISTRATOR; fault AccessDenied 5; 1",
        "KERBEROS; offers Kerberos, not Negotiate; 0",
        "SCRIPT_FAILS; the script printed nothing and ended with 0: + CategoryInfo; 1"
      })
  void namesWhatGoesWrong(Behaviour behaviour, String expected, int attempts) throws Exception {
    service.behaving(behaviour);
    assertThat(why(collect(winRm("ann", PASSWORD), TIME)))
        .startsWith("INCONCLUSIVE: ")
        .contains(expected);
    assertThat(service.attempts()).isEqualTo(attempts);
    assertThat(service.openShells()).isZero();
  }

  @Test
  void aSlowServiceEndsAtTheDeadline() throws Exception {
    service.behaving(Behaviour.SLOW);
    long began = System.nanoTime();
    assertThat(why(collect(winRm("ann", PASSWORD), Duration.ofSeconds(3))))
        .contains("not done in time");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aScriptWithoutEndIsEndedAndItsShellTakenAway() throws Exception {
    service.behaving(Behaviour.ENDLESS);
    assertThat(why(collect(winRm("ann", PASSWORD), Duration.ofSeconds(7))))
        .contains("the script was not done in time");
    assertThat(service.calls()).endsWith("Receive", "Signal", "Delete");
    assertThat(service.calls()).hasSizeLessThan(60);
    assertThat(service.openShells()).isZero();
  }

  @Test
  void whatSpeaksNoTlsGetsNoCredentials() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerInPlainHttp(plain));
      answering.setDaemon(true);
      answering.start();
      WinRm winRm =
          WinRm.of(
              "127.0.0.1",
              new Port(plain.getLocalPort()),
              service.thumbprint(),
              Authentication.NTLM,
              "ann",
              Secret.of(PASSWORD));
      assertThat(why(collect(winRm, TIME)))
          .contains("does not speak TLS", "plain HTTP is refused", "no credentials were sent");
    }
  }

  private static void answerInPlainHttp(ServerSocket plain) {
    try (Socket client = plain.accept()) {
      client.getInputStream().read();
      client
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (IOException | InterruptedException e) {
      // the test says what was expected
    }
  }

  @Test
  void nobodyThereIsSaid() throws Exception {
    final WinRm winRm = winRm("ann", PASSWORD);
    service.close();
    assertThat(why(collect(winRm, TIME))).contains("no connection to WinRM at 127.0.0.1");
  }

  @Test
  void anInterruptEndsItAtOnce() throws Exception {
    service.behaving(Behaviour.SLOW);
    WinRm winRm = winRm("ann", PASSWORD);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> collect(winRm, TIME)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void refusesWhatCannotBe() {
    Secret password = Secret.of("x");
    Thumbprint print = service.thumbprint();
    assertThatThrownBy(
            () -> WinRm.of("h", new Port(5985), print, Authentication.NTLM, "ann", password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plain HTTP is refused");
    assertThatThrownBy(
            () ->
                WinRm.of("http://h:5986", WinRm.HTTPS, print, Authentication.NTLM, "ann", password))
        .hasMessageContaining("plain HTTP is refused");
    assertThatThrownBy(
            () -> WinRm.of("h/x", WinRm.HTTPS, print, Authentication.NTLM, "ann", password))
        .hasMessageContaining("expected a host name");
    assertThatThrownBy(() -> WinRm.of("h", WinRm.HTTPS, print, Authentication.NTLM, " ", password))
        .hasMessageContaining("user takes a name");
    assertThatThrownBy(() -> Thumbprint.parse("https://v.vault.azure.net/certificates/c"))
        .hasMessageContaining("KeyVaultReference");
    assertThatThrownBy(() -> Thumbprint.parse("abc")).hasMessageContaining("40 (SHA-1)");
    assertThatThrownBy(
            () ->
                winRm("ann", PASSWORD)
                    .run(StaticScript.COLLECT, Map.of("Limit", "0; calc"), Deadline.in(TIME)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(service.attempts()).isZero();
  }
}
