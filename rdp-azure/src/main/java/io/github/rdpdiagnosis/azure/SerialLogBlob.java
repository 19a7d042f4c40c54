package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.UserAgentPolicy;
import io.github.rdpdiagnosis.azure.internal.arm.BoundedReply;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial log behind the signed URL that boot diagnostics give. The URL is a secret and is kept
 * nowhere; the token does not go along; and only Azure's own blob storage is asked, over https,
 * whatever ARM's reply says.
 */
final class SerialLogBlob {
  private static final Logger LOG = LoggerFactory.getLogger(SerialLogBlob.class);
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)[a-z0-9][a-z0-9.-]*\\.blob\\.(?:core\\.windows\\.net|storage\\.azure\\.net"
              + "|core\\.usgovcloudapi\\.net|core\\.chinacloudapi\\.cn)");
  private static final Pattern TO_THE_END = Pattern.compile("bytes 0-(\\d{1,9})/(\\d{1,9})");

  private final HttpPipeline pipeline;

  SerialLogBlob(HttpClient http) {
    pipeline =
        new HttpPipelineBuilder()
            .httpClient(http)
            .policies(
                new UserAgentPolicy("rdp-diagnosis"),
                new RetryWithinDeadline(),
                BoundedReply.policy(SerialLog.MAX_BYTES))
            .build();
  }

  /** What the log says; empty where it could not be fetched. */
  Optional<SerialLog> fetch(String signedUrl, Deadline deadline) {
    Optional<URL> url = blob(signedUrl);
    if (url.isEmpty()) {
      LOG.debug("serial log: not in Azure's blob storage");
      return Optional.empty();
    }
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, url.get())
            .setHeader(HttpHeaderName.RANGE, "bytes=0-" + (SerialLog.MAX_BYTES - 1));
    try {
      HttpResponse reply =
          ArmRequests.await(pipeline.send(request, ArmRequests.context(deadline)), deadline);
      int status = reply.getStatusCode();
      if (status != 200 && status != 206) {
        LOG.debug("serial log: HTTP {}", status);
        return Optional.empty();
      }
      byte[] log = reply.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
      return Optional.of(SerialLog.parse(log, status == 200 || reachesTheEnd(reply)));
    } catch (RuntimeException e) {
      // Its message may hold the URL.
      LOG.debug("serial log: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static Optional<URL> blob(String text) {
    try {
      URL url = URI.create(text).toURL();
      boolean isBlob =
          url.getProtocol().equalsIgnoreCase("https")
              && HOST.matcher(url.getHost()).matches()
              && (url.getPort() < 0 || url.getPort() == url.getDefaultPort())
              && url.getUserInfo() == null;
      return Optional.of(url).filter(any -> isBlob);
    } catch (MalformedURLException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean reachesTheEnd(HttpResponse reply) {
    String range = reply.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
    var match = TO_THE_END.matcher(range == null ? "" : range);
    return match.matches()
        && Integer.parseInt(match.group(1)) + 1 == Integer.parseInt(match.group(2));
  }
}
