package io.github.rdpdiagnosis.azure.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestRecordTest {
  /** What Run Command keeps of an output. */
  private static final int TAIL = 4096;

  private static void refused(String output, String because) {
    assertThatThrownBy(() -> GuestRecord.parse(output))
        .isInstanceOf(GuestRecordFormatException.class)
        .hasMessageContaining(because);
  }

  private static String host(String more) {
    return "@host\nmachineId=0000000000000001\nbooted=2026-11-20T02:11:37Z\n" + more;
  }

  @Test
  void readsAHealthyRecordInBothForms() throws GuestRecordFormatException {
    for (String output :
        List.of(
            GuestRecords.plain(GuestRecords.healthy()),
            GuestRecords.plain(GuestRecords.healthy()).replace("\n", "\r\n"),
            "\r\n" + GuestRecords.deflated(GuestRecords.healthy(), "").replace("\n", "\r\n"))) {
      GuestRecord record = GuestRecord.parse(output);
      assertThat(record.host().computerName().known()).contains("SQL1");
      assertThat(record.host().now().known()).contains(Instant.parse("2026-11-24T09:30:00Z"));
      assertThat(record.service("termservice").known().orElseThrow().start().known()).contains(3L);
      assertThat(record.service("Tssdis").isAbsent()).isTrue();
      assertThat(record.terminalServer().policy().number("fDenyTSConnections").isAbsent()).isTrue();
      assertThat(record.gaps()).isEmpty();
      assertThat(record.left()).isEmpty();
    }
  }

  @Test
  void aWholeHealthyRecordNearlyFitsIntoOneReply() {
    int size = GuestRecords.deflated(GuestRecords.healthy(), "").length();
    System.out.println(
        "healthy record: " + GuestRecords.healthy().length() + " -> " + size + " characters");
    assertThat(size).isLessThan(2 * TAIL);
  }

  @Test
  void takesTwoPartsOfOneMachine() throws GuestRecordFormatException {
    String body = GuestRecords.healthy();
    String first = GuestRecords.deflated(GuestRecords.only(body, "services", "ts"), "port,events");
    String second = GuestRecords.deflated(GuestRecords.only(body, "port", "events"), "");
    assertThat(GuestRecord.parse(first).left())
        .containsExactlyInAnyOrder(GuestSection.PORT, GuestSection.EVENTS);
    assertThat(GuestRecord.parse(first).port().udpListeners().gap())
        .contains("section port did not fit into the reply and was not asked for again");
    GuestRecord both = GuestRecord.parse(List.of(first, second));
    assertThat(both.left()).isEmpty();
    assertThat(both.port().udpListeners().known()).contains(2L);
    assertThat(both.gaps()).containsKey(GuestSection.FIREWALL).doesNotContainKey(GuestSection.PORT);
  }

  @Test
  void refusesPartsThatDoNotBelongTogether() {
    String body = GuestRecords.healthy();
    String first = GuestRecords.plain(GuestRecords.only(body, "services"));
    String other =
        GuestRecords.plain(GuestRecords.only(body, "port").replace("5f1c2a9b", "00000000"));
    String rebooted =
        GuestRecords.plain(GuestRecords.only(body, "port").replace("02:11:37Z", "02:12:38Z"));
    assertThatThrownBy(() -> GuestRecord.parse(List.of(first, other)))
        .hasMessageContaining("parts are mixed: machineId differs");
    assertThatThrownBy(() -> GuestRecord.parse(List.of(first, rebooted)))
        .hasMessageContaining("parts are mixed: booted differs");
    assertThatThrownBy(() -> GuestRecord.parse(List.of(first, first)))
        .hasMessageContaining("section services is in two of them");
    assertThatThrownBy(() -> GuestRecord.parse(List.of()))
        .hasMessageContaining("expected at least one output");
  }

  /** Whatever is cut off at either side, nothing of it is taken for the record. */
  @Test
  void namesTruncation() {
    String output = GuestRecords.deflated(GuestRecords.healthy(), "");
    assertThat(output.length()).isGreaterThan(TAIL);
    refused(output.substring(output.length() - TAIL), "its beginning was cut off: only the last");
    refused(output.substring(0, TAIL), "its end was cut off");
    for (int cut = 1; cut < output.length() - 1; cut += 97) {
      String tail = output.substring(cut);
      String head = output.substring(0, output.length() - 1 - cut);
      assertThatThrownBy(() -> GuestRecord.parse(tail))
          .isInstanceOf(GuestRecordFormatException.class);
      assertThatThrownBy(() -> GuestRecord.parse(head))
          .isInstanceOf(GuestRecordFormatException.class);
    }
  }

  @Test
  void namesWhatIsNoRecord() {
    refused("", "there is none in the output of 0 characters");
    refused("<html>502 Bad Gateway</html>", "there is none in the output");
    String plain = GuestRecords.plain(GuestRecords.healthy());
    refused(plain + plain, "two records in one output");
    refused(plain.replace("RDPDIAG-GUEST 1", "RDPDIAG-GUEST 2"), "expected version 1, got 2");
    refused(plain.replace("bytes=", "byte="), "its head is damaged");
    refused(plain.replace("TSEnabled=1", "TSEnabled=0"), "its checksum differs");
    refused(plain.replace("TSEnabled=1", "TSEnabled=10"), "expected ");
    refused(
        plain.replaceAll("RDPDIAG-END [0-9a-f]{8}", "RDPDIAG-END 00000000"), "different records");
    refused("x".repeat(RecordReply.MAX_OUTPUT + 1), "expected at most 1048576 characters");
    String promised =
        GuestRecords.plain(GuestRecords.healthy())
            .replaceFirst("sections=host,services", "sections=host");
    refused(promised, "its head promises");
  }

  @Test
  void aBombIsStoppedAtThePromisedSize() {
    String body = host("x=" + "y".repeat(RecordText.MAX_LINE * 4) + "\n");
    String bomb = GuestRecords.deflated(body, "");
    refused(bomb.replaceFirst("bytes=\\d+", "bytes=100"), "expected 100 bytes, got 101");
    refused(bomb.replaceFirst("bytes=\\d+", "bytes=9999999"), "expected at most 262144 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nothing; 4; expected a name and '=', '~' or '!', got 'nothing'",
        "a=1\\na=2; 5; a is there twice",
        "now=yesterday; 4; now: expected a time such as 2026-11-24T08:00:00Z, got 'yesterday'",
        "productType=three; 4; productType: expected a whole number, got 'three'",
        "safeBoot.next=maybe; 4; safeBoot.next: expected true or false",
        "a~1; 4; expected nothing after '~'",
        "a!; 4; expected a reason of 1 to 200 characters, got 0",
        "a=%12; 4; expected four hexadecimal digits after '%'",
        "+; 4; expected '+', a kind, a blank and fields",
        "+kind x; 4; expected a field's name and ':', '~' or '!', got 'x'",
        "+kind a:1|a:2; 4; field a is there twice",
        "-kind many; 4; expected '-', a kind, a blank and a count",
        "@h; 4; expected '@' and 2 to 16 lower-case letters",
        "@host; 4; section host is there twice",
        "!broken\\na=1; 5; expected the next section after the failure of host",
      })
  void saysWhereAndWhatWasExpected(String lines, int line, String message) {
    String output = GuestRecords.plain(host(lines.replace("\\n", "\n") + "\n"));
    assertThatThrownBy(() -> GuestRecord.parse(output))
        .isInstanceOf(GuestRecordFormatException.class)
        .hasMessageContaining("line " + line + ": ")
        .hasMessageContaining(message)
        .extracting(e -> ((GuestRecordFormatException) e).line())
        .isEqualTo(line);
  }

  @Test
  void whatIsNewerIsPassedOver() throws GuestRecordFormatException {
    GuestRecord record =
        GuestRecord.parse(
            GuestRecords.plain(host("something=new\n+newer a:1\n") + "@later\nx=1\n!failed\n"));
    assertThat(record.host().machineId()).isEqualTo("0000000000000001");
  }

  @Test
  void aCutListIsNotWhole() throws GuestRecordFormatException {
    String row = "+service name:TermService|state:Running|start:3\n";
    GuestRecord record =
        GuestRecord.parse(GuestRecords.plain(host("") + "@services\n" + row + "-service 7\n"));
    assertThat(record.services().known().orElseThrow().isComplete()).isFalse();
    assertThat(record.service("TermService").known()).isPresent();
    assertThat(record.service("Dhcp").gap()).contains("the list of services was cut");
    GuestRecord failed =
        GuestRecord.parse(
            GuestRecords.plain(host("") + "@services\n" + row + "!IOException 0x1\n"));
    assertThat(failed.services().gap()).contains("IOException 0x1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mutatedOutputIsRefusedOrRead(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] bases = {
      GuestRecords.plain(GuestRecords.only(GuestRecords.healthy(), "sessions")),
      GuestRecords.deflated(GuestRecords.only(GuestRecords.healthy(), "licensing"), "ts"),
    };
    String plain = GuestRecords.only(GuestRecords.healthy(), "network", "licensing");
    int refused = 0;
    for (int i = 0; i < 25_000; i++) {
      // Half of the bodies get a right checksum, so that the mutation reaches the parser.
      String base = bases[i % 2];
      String output =
          i % 4 < 2
              ? mutate(base, random)
              : GuestRecords.plain(mutate(plain, random).replaceAll("[^\\n\\x20-\\x7e]", "?"));
      try {
        GuestRecord record = GuestRecord.parse(output);
        GuestObservations.of(record, Instant.EPOCH, Duration.ZERO);
      } catch (GuestRecordFormatException e) {
        refused++;
        assertThat(e.getMessage()).hasSizeLessThan(400);
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static String mutate(String text, SplittableRandom random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(5)) {
        case 0 -> out.setCharAt(at, (char) random.nextInt(128));
        case 1 -> out.deleteCharAt(at);
        case 2 -> out.insert(at, "\n@=~!+-%|:".charAt(random.nextInt(10)));
        case 3 -> out.delete(at, Math.min(out.length(), at + random.nextInt(200)));
        default ->
            out.insert(at, out.substring(at, Math.min(out.length(), at + random.nextInt(200))));
      }
      if (out.isEmpty()) {
        out.append(' ');
      }
    }
    return out.toString();
  }
}
