package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.BinaryData;
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
 * The serial log and the picture of the screen behind the signed URLs that boot diagnostics give. A
 * URL is a secret and is kept nowhere; the token does not go along; and only Azure's own blob
 * storage is asked, over https, whatever ARM's reply says.
 */
final class SignedBlob {
  private static final Logger LOG = LoggerFactory.getLogger(SignedBlob.class);
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)[a-z0-9][a-z0-9.-]*\\.blob\\.(?:core\\.windows\\.net|storage\\.azure\\.net"
              + "|core\\.usgovcloudapi\\.net|core\\.chinacloudapi\\.cn)");
  private static final Pattern TO_THE_END = Pattern.compile("bytes 0-(\\d{1,9})/(\\d{1,9})");

  /** A screen of 4K in 24 bits has 25 MB. */
  private static final int MAX_PICTURE = 32 * 1024 * 1024;

  private final HttpClient http;

  SignedBlob(HttpClient http) {
    this.http = http;
  }

  /** What the log says; empty where it could not be fetched. */
  Optional<SerialLog> serialLog(String signedUrl, Deadline deadline) {
    return fetch("serial log", signedUrl, SerialLog.MAX_BYTES, deadline)
        .map(blob -> SerialLog.parse(blob.bytes().toBytes(), blob.whole()));
  }

  /** What the screen showed; empty where there is no picture. */
  Optional<Screenshot> picture(String signedUrl, Deadline deadline) {
    return fetch("picture", signedUrl, MAX_PICTURE, deadline)
        .filter(Blob::whole)
        .map(blob -> blob.bytes().toBytes())
        .filter(Screenshot::isPicture)
        .map(Screenshot::of);
  }

  /** What was fetched, and whether that is all of it. */
  private record Blob(BinaryData bytes, boolean whole) {}

  private Optional<Blob> fetch(String what, String signedUrl, int most, Deadline deadline) {
    Optional<URL> url = blob(signedUrl);
    if (url.isEmpty()) {
      LOG.debug("{}: not in Azure's blob storage", what);
      return Optional.empty();
    }
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, url.get())
            .setHeader(HttpHeaderName.RANGE, "bytes=0-" + (most - 1));
    try {
      HttpResponse reply =
          ArmRequests.await(pipeline(most).send(request, ArmRequests.context(deadline)), deadline);
      int status = reply.getStatusCode();
      if (status != 200 && status != 206) {
        LOG.debug("{}: HTTP {}", what, status);
        return Optional.empty();
      }
      byte[] bytes = reply.getBodyAsByteArray().blockOptional().orElseGet(() -> new byte[0]);
      return Optional.of(
          new Blob(BinaryData.fromBytes(bytes), status == 200 || reachesTheEnd(reply)));
    } catch (RuntimeException e) {
      // Its message may hold the URL.
      LOG.debug("{}: {}", what, e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private HttpPipeline pipeline(int most) {
    return new HttpPipelineBuilder()
        .httpClient(http)
        .policies(
            new UserAgentPolicy("rdp-diagnosis"),
            new RetryWithinDeadline(),
            BoundedReply.policy(most))
        .build();
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
