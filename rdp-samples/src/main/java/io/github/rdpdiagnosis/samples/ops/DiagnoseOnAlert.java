package io.github.rdpdiagnosis.samples.ops;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.diagnosis.AzureVm;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A job that answers an alert: takes one in Azure Monitor's common alert schema, diagnoses the VM
 * that it is about, and posts a ticket. Reads only; what to change is in the ticket's text.
 */
public final class DiagnoseOnAlert {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private DiagnoseOnAlert() {}

  /**
   * Prints the ticket, and posts it where a URL is given.
   *
   * @param args {@code ALERT.json FILE.rdp [URL]}
   * @throws Exception if a file cannot be read, or the ticket not be posted
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || args.length > 3) {
      throw new IllegalArgumentException("expected ALERT.json FILE.rdp [URL]");
    }
    VmReader reader = VmReader.of(new DefaultAzureCredentialBuilder().build(), AzureCloud.PUBLIC);
    String ticket =
        ticket(Files.readAllBytes(Path.of(args[0])), RdpFile.read(Path.of(args[1])), reader);
    System.out.println(ticket);
    if (args.length == 3) {
      post(URI.create(args[2]), ticket);
    }
  }

  /**
   * What to file.
   *
   * @param alert the alert's JSON, whose first target is a VM
   * @param file how users connect to that VM
   * @param reader reads its configuration; needs the role Reader
   * @return JSON with a title, a text in Markdown, the verdict, and a key that is the same for as
   *     long as the same is wrong with the same VM
   * @throws IOException if the alert is no JSON
   */
  public static String ticket(byte[] alert, RdpFile file, VmReader reader) throws IOException {
    JsonNode target = JSON.readTree(alert).at("/data/essentials/alertTargetIDs/0");
    if (!target.isTextual()) {
      throw new IOException("the alert has no data.essentials.alertTargetIDs");
    }
    VmId vm = VmId.parse(target.textValue());
    Diagnosis diagnosis =
        RdpDiagnosis.of(file).azure(AzureVm.of(reader, vm)).deadline(DEADLINE).run();
    String cause =
        diagnosis.findings().isEmpty() ? "none" : diagnosis.findings().get(0).cause().id();
    return JSON.createObjectNode()
        .put("title", vm.name() + ": " + diagnosis.summary())
        .put("text", Renderer.named("markdown", 100).orElseThrow().render(diagnosis))
        .put("verdict", diagnosis.verdict().name())
        .put("key", vm + " " + diagnosis.verdict() + " " + cause)
        .toPrettyString();
  }

  private static void post(URI url, String ticket) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ticket))
            .build();
    HttpResponse<Void> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() >= 300) {
      throw new IOException(url + " answered " + response.statusCode());
    }
  }
}
