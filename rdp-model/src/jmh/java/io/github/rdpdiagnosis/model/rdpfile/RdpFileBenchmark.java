package io.github.rdpdiagnosis.model.rdpfile;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading and judging a file as the Windows client saves it: 45 settings in UTF-16 with a mark. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RdpFileBenchmark {
  private static final String SAVED =
      """
      screen mode id:i:2
      use multimon:i:0
      desktopwidth:i:1920
      desktopheight:i:1080
      session bpp:i:32
      winposstr:s:0,1,420,67,1886,900
      compression:i:1
      keyboardhook:i:2
      audiocapturemode:i:0
      videoplaybackmode:i:1
      connection type:i:7
      networkautodetect:i:1
      bandwidthautodetect:i:1
      displayconnectionbar:i:1
      enableworkspacereconnect:i:0
      remoteappmousemoveinject:i:1
      disable wallpaper:i:0
      allow font smoothing:i:0
      allow desktop composition:i:0
      disable full window drag:i:1
      disable menu anims:i:1
      disable themes:i:0
      disable cursor setting:i:0
      bitmapcachepersistenable:i:1
      full address:s:sql1.westeurope.cloudapp.azure.com:3389
      audiomode:i:0
      redirectprinters:i:1
      redirectlocation:i:0
      redirectcomports:i:0
      redirectsmartcards:i:1
      redirectwebauthn:i:1
      redirectclipboard:i:1
      redirectposdevices:i:0
      autoreconnection enabled:i:1
      authentication level:i:2
      prompt for credentials:i:0
      negotiate security layer:i:1
      remoteapplicationmode:i:0
      alternate shell:s:
      shell working directory:s:
      gatewayhostname:s:
      gatewayusagemethod:i:4
      gatewaycredentialssource:i:4
      promptcredentialonce:i:0
      username:s:SQL1\\ops
      """;

  private final byte[] bytes = ("\uFEFF" + SAVED.replace("\n", "\r\n")).getBytes(UTF_16LE);

  /** Reads the file. */
  @Benchmark
  public RdpFile parse() {
    return RdpFile.parse(bytes);
  }

  /** Reads the file and lints it. */
  @Benchmark
  public List<RdpLintFinding> parseAndLint() {
    return RdpFile.parse(bytes).lint();
  }
}
