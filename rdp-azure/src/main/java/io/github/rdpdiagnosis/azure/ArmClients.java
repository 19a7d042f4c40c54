package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.fluent.NetworkManagementClient;
import io.github.rdpdiagnosis.model.Secret;
import java.net.URI;
import reactor.core.publisher.Mono;

/**
 * The SDK's clients for one subscription, over a pipeline that can only read.
 *
 * <p>The SDK's own pipeline registers a missing resource provider, which is a write, in the middle
 * of a read; so the pipeline is put together here without that policy, and refuses every method but
 * GET.
 */
record ArmClients(ComputeManagementClient compute, NetworkManagementClient network) {
  private static final int MAX_REPLY = 16 * 1024 * 1024;

  static ArmClients connect(
      AzureCloud cloud, String subscription, HttpPipelinePolicy authentication, HttpClient http) {
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .httpClient(http)
            .policies(
                readOnly(cloud.resourceManager()),
                new UserAgentPolicy("rdp-diagnosis"),
                new RequestIdPolicy(),
                new RetryWithinDeadline(),
                new AddDatePolicy(),
                authentication,
                BoundedReply.policy(MAX_REPLY))
            .build();
    // No tenant is needed: the clients only read ARM.
    AzureProfile profile = new AzureProfile(null, subscription, cloud.environment());
    return new ArmClients(
        ComputeManager.authenticate(pipeline, profile).serviceClient(),
        NetworkManager.authenticate(pipeline, profile).serviceClient());
  }

  /** Keeps every request a GET to the ARM that was chosen, so that the token goes nowhere else. */
  private static HttpPipelinePolicy readOnly(URI arm) {
    return (context, next) -> {
      var request = context.getHttpRequest();
      boolean sameHost =
          arm.getHost().equalsIgnoreCase(request.getUrl().getHost())
              && arm.getScheme().equalsIgnoreCase(request.getUrl().getProtocol())
              && arm.getPort() == request.getUrl().getPort();
      return request.getHttpMethod() == HttpMethod.GET && sameHost
          ? next.process()
          : Mono.error(
              new IllegalStateException("refused to send anything but a GET to " + arm.getHost()));
    };
  }

  /** Sends a plain token. */
  static HttpPipelinePolicy bearer(Secret token) {
    return (context, next) -> {
      context.getHttpRequest().setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token.reveal());
      return next.process();
    };
  }
}
