package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.azure.GuestHealthReport.AdapterAddress;
import io.github.rdpdiagnosis.azure.GuestHealthReport.Service;
import io.github.rdpdiagnosis.azure.SerialLog.Kind;
import io.github.rdpdiagnosis.azure.SerialLog.Sign;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialLogTest {
  private static String report(String time, String json) {
    return "======== Microsoft Azure VM Health Report - Start "
        + time
        + " ========\r\n"
        + json
        + "\r\n======== Microsoft Azure VM Health Report - End "
        + time
        + " ========\r\n";
  }

  private static final String FULL =
      """
      {"reportTime":"2026-11-20T02:06:29.0389712Z",\
      "networkAdapters":[{"name":"Ethernet 2","status":"Up","macAddress":"00-0D-3A-A7-71-D0",\
      "ipProperties":[{"protocolVersion":4,"address":"10.0.0.4","isDhcpEnabled":true},\
      {"protocolVersion":6,"address":"fe80::90e7:17ff:1ab5:522d%13","isDhcpEnabled":false}]},\
      {"name":"Loopback Pseudo-Interface 1","status":"Up","macAddress":"","ipProperties":[]}],\
      "services":[{"name":"TermService","state":"Stopped"},{"name":"RdAgent","state":"Running"}],\
      "remoteAccess":{"windows":{"rdpEnabled":true,"rdpPort":3390,"rdpFirewallAccess":"Blocked",\
      "rdpAllowedUsers":["ops"],"rdpTcpListenerMaxConnections":4294967295,\
      "rdsLicensingStatus":"NotInstalled"}},\
      "accounts":{"windows":{"adminAccountDisabled":false,"adminAccountPasswordExpired":true}},\
      "systemInfo":{"windows":{"domainRole":"StandaloneServer"}}}""";

  static String log() {
    return report("2026-11-20T01:56:29.0000000Z", "{\"reportTime\":\"2026-11-20T01:56:29Z\"}")
        + "noise \u0007 between\r\n"
        + report("2026-11-20T02:06:40.6256349Z", FULL);
  }

  private static SerialLog parse(String text) {
    return SerialLog.parse(text.getBytes(StandardCharsets.UTF_8), true);
  }

  @Test
  void theLatestReportWins() {
    GuestHealthReport report = parse(log()).healthReport().orElseThrow();
    assertThat(report.at()).contains(Instant.parse("2026-11-20T02:06:29.038971200Z"));
    assertThat(report.adapters()).hasSize(2);
    assertThat(report.adapters().get(0).name()).isEqualTo("Ethernet 2");
    assertThat(report.adapters().get(0).status()).contains("Up");
    assertThat(report.adapters().get(0).addresses())
        .containsExactly(
            new AdapterAddress("10.0.0.4", Optional.of(true)),
            new AdapterAddress("fe80::90e7:17ff:1ab5:522d", Optional.of(false)));
    assertThat(report.services()).contains(new Service("TermService", Optional.of("Stopped")));
    assertThat(report.remoteDesktop().enabled()).contains(true);
    assertThat(report.remoteDesktop().port()).contains(3390);
    assertThat(report.remoteDesktop().firewallAccess()).contains("Blocked");
    assertThat(report.remoteDesktop().allowedUsers()).contains(List.of("ops"));
    assertThat(report.remoteDesktop().maxConnections()).contains(4_294_967_295L);
    assertThat(report.accounts().administratorDisabled()).contains(false);
    assertThat(report.accounts().administratorPasswordExpired()).contains(true);
    assertThat(report.domainRole()).contains("StandaloneServer");
  }

  @Test
  void aReportThatWasCutShortGivesWayToTheOneBefore() {
    String text = log();
    SerialLog cut = parse(text + report("2026-11-20T02:16:40Z", FULL).substring(0, 300));
    assertThat(cut.brokenReports()).isEqualTo(1);
    assertThat(cut.healthReport()).isEqualTo(parse(text).healthReport());
    // two writers at once: a start inside a report
    SerialLog mixed = parse(text + report("2026-11-20T02:16:40Z", "{\"reportTime\":") + "}\r\n");
    assertThat(mixed.brokenReports()).isEqualTo(1);
    assertThat(mixed.healthReport()).isPresent();
    assertThat(parse("nothing of note").healthReport()).isEmpty();
  }

  @Test
  void whatAReportLeavesOutOrSpellsOtherwiseIsAbsent() {
    GuestHealthReport report =
        parse(
                report(
                    "2026-11-20T02:06:40.6256349Z",
                    "{\"networkAdapters\":{\"a\":1},\"services\":[1,{\"state\":\"x\"}],"
                        + "\"remoteAccess\":{\"windows\":{\"rdpEnabled\":\"yes\",\"rdpPort\":99999,"
                        + "\"rdpAllowedUsers\":\"ops\"}}}"))
            .healthReport()
            .orElseThrow();
    assertThat(report.at()).contains(Instant.parse("2026-11-20T02:06:40.625634900Z"));
    assertThat(report.adapters()).isEmpty();
    assertThat(report.services()).isEmpty();
    assertThat(report.remoteDesktop().enabled()).isEmpty();
    assertThat(report.remoteDesktop().port()).isEmpty();
    assertThat(report.remoteDesktop().allowedUsers()).contains(List.of("ops"));
    assertThat(report.accounts().administratorDisabled()).isEmpty();
  }

  @Test
  void survivesEncodingsControlCharactersAndWrappedLines() {
    SerialLog expected = parse(log());
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(SerialLog.parse(log().getBytes(charset), true)).isEqualTo(expected);
      assertThat(SerialLog.parse(("\uFEFF" + log()).getBytes(charset), true)).isEqualTo(expected);
    }
    String dressed =
        log()
            .replace("======== Microsoft", "\u001B[2J\u001B[1;1H======== Microsoft")
            .replace("\"status\"", "\r\n\"status\"")
            .replace(",\"services\"", ",\u0000\u0008\"services\"");
    assertThat(parse(dressed)).isEqualTo(expected);
    byte[] noise = (log() + "\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(SerialLog.parse(noise, true).healthReport()).isEqualTo(expected.healthReport());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*** STOP: 0x0000007B (0xFFFFD000B1A,0x0)|STOP_CODE|0x7b",
        "<PROPERTY NAME=\"STOPCODE\" TYPE=\"string\"><VALUE>\"0xEF\"</VALUE></PROPERTY>|STOP_CODE|0xef",
        "Stop code: CRITICAL_PROCESS_DIED|STOP_CODE|CRITICAL_PROCESS_DIED",
        "    Status: 0xc0000098|BOOT_FAILURE|0xc0000098",
        "Windows failed to start. A recent change might be the cause.|BOOT_FAILURE|",
        "BOOTMGR is missing|BOOT_FAILURE|",
        "SCSI DISK ... No operating system was loaded. Press a key|NO_BOOT_DEVICE|",
        "Preparing Automatic Repair|RECOVERY|",
        "Getting Windows ready|WINDOWS_UPDATE|",
        "We couldn't complete the updates|WINDOWS_UPDATE|",
        "Undoing changes made to your computer.|WINDOWS_UPDATE|",
        "Scanning and repairing drive (C:): 11% complete.|DISK_CHECK|",
        "Enter the recovery key for this drive|BITLOCKER|",
        "Setup is starting services|SETUP|",
        "Computer is booting, SAC started and initialized.|SAC_STARTED|",
        "EVENT:   The CMD command is now available.|SAC_READY|",
      })
  void recognisesSigns(String line, String kind, String code) {
    SerialLog log = parse("x\r\n" + line + "\r\ny\r\n");
    assertThat(log.signs())
        .singleElement()
        .satisfies(
            sign -> {
              assertThat(sign.kind()).isEqualTo(kind);
              assertThat(sign.code()).isEqualTo(Optional.ofNullable(code));
              assertThat(sign.times()).isEqualTo(1);
              assertThat(sign.beforeReport()).isFalse();
            });
  }

  @Test
  void ordinaryWordsAreNoSign() {
    assertThat(
            parse(
                    """
                    SAC>
                    Windows Server 2022 Datacenter
                    stopped at 0x7b
                    status: ok
                    BitLocker is off
                    setup finished
                    """)
                .signs())
        .isEmpty();
  }

  @Test
  void aLineThatIsLongerInLowerCaseIsNoProblem() {
    assertThat(parse("\u0130".repeat(300) + "Getting Windows ready").signs()).hasSize(1);
  }

  @Test
  void aStopCodeBeforeAReportIsHistory() {
    String crash = "*** STOP: 0x00000050\r\n";
    SerialLog recovered = parse(crash + crash + log());
    assertThat(recovered.signs())
        .containsExactly(
            new Sign("STOP_CODE", Optional.of("0x50"), "*** STOP: 0x00000050", 2, true));
    assertThat(recovered.current(Kind.STOP_CODE)).isEmpty();
    assertThat(parse(log() + crash).current(Kind.STOP_CODE)).hasSize(1);
  }

  @Test
  void namesInAReportAreNoSigns() {
    SerialLog log =
        parse(report("2026-11-20T02:06:40Z", FULL.replace("\"ops\"", "\"BOOTMGR is missing\"")));
    assertThat(log.healthReport()).isPresent();
    assertThat(log.signs()).isEmpty();
  }

  @Test
  void quotesNoSignature() {
    assertThat(
            parse("Getting Windows ready https://x.blob/log?sv=1&sig=c2VjcmV0&se=2 more")
                .toString())
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void readsOnlyTheEndOfAHugeFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("serial.log");
    byte[] end = log().getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      log.write("*** STOP: 0x00000050\r\n".getBytes(StandardCharsets.UTF_8));
      log.setLength(1L << 30); // a hole, which takes no room on the disk
      log.seek(1L << 30);
      log.write(end);
    }
    SerialLog read = SerialLog.read(file);
    assertThat(read.complete()).isFalse();
    assertThat(read.healthReport()).isEqualTo(parse(log()).healthReport());
    assertThat(read.signs()).isEmpty();

    Path wide = folder.resolve("wide.log");
    try (RandomAccessFile log = new RandomAccessFile(wide.toFile(), "rw")) {
      log.write(new byte[] {(byte) 0xFF, (byte) 0xFE});
      log.write("\r\n".repeat(SerialLog.MAX_BYTES / 4 + 100).getBytes(StandardCharsets.UTF_16LE));
      log.write(log().getBytes(StandardCharsets.UTF_16LE));
    }
    assertThat(SerialLog.read(wide).healthReport()).isEqualTo(parse(log()).healthReport());
  }

  @Test
  void comesBackFromJsonAsItWas() {
    VmSnapshot snapshot =
        VmSnapshot.builder(Snapshots.VM, Snapshots.AT)
            .put(
                SnapshotPart.BOOT_DIAGNOSTICS,
                Snapshots.known(
                    new BootDiagnostics(
                        true, true, Optional.of(parse(log() + "*** STOP: 0x00000050\r\n")))))
            .build();
    assertThat(VmSnapshotCodec.read(VmSnapshotCodec.write(snapshot), "x")).isEqualTo(snapshot);
  }

  /** Anything may stand in a log: it is read without complaint, and stays small. */
  @Test
  void survivesMutations() {
    Random random = new Random(20_261_125);
    byte[] seed =
        (log() + "*** STOP: 0x00000050\r\n\u001B[31mSAC>").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1_000; i++) {
      byte[] mutant = seed.clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(3) == 0) {
        mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));
      }
      SerialLog log = SerialLog.parse(mutant, true);
      assertThat(log.signs()).hasSizeLessThanOrEqualTo(100);
      assertThat(log.toString()).hasSizeLessThan(10_000);
    }
  }

  @Test
  void aLogOfNothingButSignsStaysSmall() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("STOP: 0x").append(Integer.toHexString(i)).append(" x".repeat(200)).append('\n');
    }
    SerialLog log = parse(text.toString());
    assertThat(log.signs()).hasSize(100);
    assertThat(parse("=".repeat(200_000)).signs()).isEmpty();
    assertThat(parse("\u001B[".repeat(100_000)).signs()).isEmpty();
  }
}
