package io.github.rdpdiagnosis.azure.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rdpdiagnosis.model.check.CheckContext;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.check.Observation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestCheckTest {
  @TempDir Path folder;

  private static List<Observation> run(GuestCheck check) throws InterruptedException {
    List<Observation> seen = new ArrayList<>();
    check.run(
        new CheckContext() {
          @Override
          public Deadline deadline() {
            return Deadline.in(Duration.ofSeconds(5));
          }

          @Override
          public List<Observation> observations() {
            return List.copyOf(seen);
          }

          @Override
          public void report(Observation observation) {
            seen.add(observation);
          }
        });
    return seen;
  }

  @Test
  void aChannelsRecordCarriesTheScriptThatWasRun() throws Exception {
    GuestRecord record = GuestRecords.record("VM-01");
    List<CollectorRequest> requests = new ArrayList<>();
    List<Observation> seen =
        run(
            GuestCheck.through(
                (request, deadline) -> {
                  requests.add(request);
                  return GuestReading.of(record);
                }));
    assertThat(requests)
        .singleElement()
        .satisfies(r -> assertThat(r.probeBegan()).isPresent())
        .satisfies(r -> assertThat(r.sections()).isEmpty());
    assertThat(seen).extracting(Observation::id).startsWith("guest/guest-record").hasSize(16);
    assertThat(seen.get(0).facts().get(GuestFacts.SCRIPT)).contains(CollectorScript.text());
    assertThat(run(GuestCheck.of(record)).get(0).facts().get(GuestFacts.SCRIPT)).isEmpty();
  }

  @Test
  void withoutARecordThereIsOneObservationThatSaysWhy() throws InterruptedException {
    CheckStatus why = CheckStatus.notRun("the agent is dead");
    assertThat(run(GuestCheck.through((request, deadline) -> GuestReading.without(why))))
        .singleElement()
        .satisfies(o -> assertThat(o.id()).isEqualTo("guest/guest-record"))
        .satisfies(o -> assertThat(o.status()).isEqualTo(why));
  }

  @Test
  void readsFilesAsPowerShellWritesThem() throws Exception {
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      for (String mark : List.of("\uFEFF", "")) {
        if (mark.isEmpty() && !charset.equals(StandardCharsets.UTF_8)) {
          continue;
        }
        Path file = folder.resolve("guest.txt");
        Files.write(file, (mark + GuestOutputs.plain().replace("\n", "\r\n")).getBytes(charset));
        assertThat(GuestRecord.read(file).host().computerName().known()).contains("SQL1");
      }
    }
  }

  @Test
  void refusesFilesThatAreNoRecord() throws IOException {
    Path file = Files.write(folder.resolve("big.txt"), new byte[4 * 1024 * 1024 + 1]);
    assertThatThrownBy(() -> GuestRecord.read(file))
        .isInstanceOf(GuestRecordFormatException.class)
        .hasMessageContaining("at most 4 MiB");
    Path text = Files.writeString(folder.resolve("other.txt"), "hello");
    assertThatThrownBy(() -> GuestRecord.read(text))
        .isInstanceOf(GuestRecordFormatException.class)
        .hasMessageContaining("there is none in the output of 5 characters");
  }
}
