package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/**
 * Whatever Azure answers, and however a request fails: no token, signature or protected setting is
 * logged by this library at any level, stands in a snapshot's JSON or in the reason of a gap.
 */
class SecretsStayInsideTest {
  private static final String VM =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1/providers"
          + "/Microsoft.Compute/virtualMachines/vm1";
  private static final String TOKEN = "stub-token-7f3a";
  private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvcHMifQ.c2lnbmF0dXJl";
  private static final String SIGNED = "https://x.blob.core.windows.net/c/l?sv=1&sig=SECRET%3D";
  private static final String PROTECTED = "hunter2-protected";
  private static final int READS = 20;

  private static List<StubArm.Answer> faults() {
    String echo = "Bearer " + TOKEN + " " + JWT + " for " + SIGNED;
    return List.of(
        StubArm.body("{\"error\":{\"code\":\"X\",\"message\":\"" + echo + "\"}}"),
        StubArm.body("<html>" + echo),
        StubArm.body("{\"name\": " + echo),
        StubArm.body("{\"properties\": {\"timeCreated\": \"" + echo + "\"}}"),
        StubArm.status(500, "InternalServerError"),
        StubArm.status(403, "AuthorizationFailed"),
        request -> Mono.error(new IOException("reset while sending Authorization: " + echo)),
        request -> Mono.error(new IllegalStateException(echo, new IOException(echo))));
  }

  private static void everySecretStaysIn(VmReader reader, StubArm arm) throws InterruptedException {
    arm.change(
        "GET " + VM,
        vm -> {
          ((ObjectNode) vm.path("resources").path(0).path("properties"))
              .putObject("protectedSettings")
              .put("Password", PROTECTED);
          return vm;
        });
    Random random = new Random(20261125);
    List<String> out = new ArrayList<>();
    CollectedLog.listen();
    for (int i = 0; i < READS; i++) {
      arm.forget();
      List<String> keys = arm.keys();
      for (int n = random.nextInt(4); n > 0; n--) {
        arm.when(
            keys.get(random.nextInt(keys.size())), faults().get(random.nextInt(faults().size())));
      }
      VmSnapshot snapshot =
          reader.read(
              VmId.parse(VM),
              SnapshotScope.thorough(),
              Deadline.in(Duration.ofSeconds(30)),
              SnapshotListener.NONE);
      out.add(snapshot.toString());
      out.add(new String(VmSnapshotCodec.write(snapshot), StandardCharsets.UTF_8));
      for (SnapshotPart<?> part : SnapshotPart.ALL) {
        snapshot.all(part).values().forEach(reading -> reading.gap().ifPresent(out::add));
      }
    }
    List<String> logged = CollectedLog.lines();
    assertThat(logged).as("the test listens").anyMatch(line -> line.contains("ReadFailures"));
    out.addAll(logged);
    assertThat(out).noneMatch(SecretsStayInsideTest::leaks);
  }

  private static boolean leaks(String text) {
    return text.contains(TOKEN)
        || text.contains("c2lnbmF0dXJl")
        || text.contains("SECRET")
        || text.contains(PROTECTED);
  }

  @Test
  void ofAPlainToken() throws InterruptedException {
    StubArm arm = StubArm.healthy();
    everySecretStaysIn(arm.reader(), arm);
  }

  @Test
  void ofACredential() throws InterruptedException {
    StubArm arm = StubArm.healthy();
    everySecretStaysIn(
        VmReader.of(
            request ->
                Mono.just(new AccessToken(TOKEN, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))),
            AzureCloud.of(URI.create(StubArm.ARM)),
            () -> arm),
        arm);
  }

  @ParameterizedTest
  @ValueSource(strings = {TOKEN, JWT})
  void ofAReason(String secret) {
    Reading<String> reading =
        new ReadFailures(java.util.Optional.empty())
            .reading("a/read", "/x", new IOException("sent Authorization: Bearer " + secret + "."));
    assertThat(reading.gap().orElseThrow()).contains("sent").doesNotContain(secret);
  }
}
