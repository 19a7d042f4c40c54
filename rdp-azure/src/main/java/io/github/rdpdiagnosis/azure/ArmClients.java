package io.github.rdpdiagnosis.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.fluent.NetworkManagementClient;
import io.github.rdpdiagnosis.azure.internal.arm.BoundedReply;
import io.github.rdpdiagnosis.azure.internal.arm.JsonReplies;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * The SDK's clients for one subscription, and plain requests, over a pipeline that can only read.
 *
 * <p>The SDK's own pipeline registers a missing resource provider, which is a write, in the middle
 * of a read, and repeats a POST that failed; so the pipeline is put together here without those
 * policies, and refuses every request but a GET and the POSTs that only ask.
 */
record ArmClients(
    ComputeManagementClient compute,
    NetworkManagementClient network,
    ArmRequests requests,
    SignedBlob blobs) {
  private static final int MAX_REPLY = 16 * 1024 * 1024;

  /** The POSTs that change nothing, by the end of their path. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(?:"
              + "Microsoft\\.Network/(?:"
              + "networkInterfaces/[^/]+/(?:effectiveNetworkSecurityGroups|effectiveRouteTable)"
              + "|virtualNetworks/[^/]+/listNetworkManagerEffectiveSecurityAdminRules"
              + "|loadBalancers/[^/]+/backendAddressPools/[^/]+/queryInboundNatRulePortMapping"
              + "|loadBalancers/[^/]+/loadBalancingRules/[^/]+/health"
              + "|networkWatchers/[^/]+/(?:ipFlowVerify|nextHop|connectivityCheck"
              + "|networkConfigurationDiagnostic))"
              + "|Microsoft\\.Compute/(?:virtualMachineScaleSets/[^/]+/)?virtualMachines/[^/]+"
              + "/retrieveBootDiagnosticsData)"
              + "|/providers/Microsoft\\.ResourceGraph/resources");

  /** The pipeline of all plain requests to one ARM. */
  static HttpPipeline pipeline(
      AzureCloud cloud, HttpPipelinePolicy authentication, HttpClient http, RequestBudget budget) {
    return builder(cloud, authentication, http, budget)
        .policies(BoundedReply.policy(MAX_REPLY))
        .build();
  }

  private static HttpPipelineBuilder builder(
      AzureCloud cloud, HttpPipelinePolicy authentication, HttpClient http, RequestBudget budget) {
    return new HttpPipelineBuilder()
        .httpClient(http)
        .policies(
            readOnly(cloud),
            new UserAgentPolicy("rdp-diagnosis"),
            new RequestIdPolicy(),
            new RetryWithinDeadline(),
            budget,
            new AddDatePolicy(),
            authentication);
  }

  static ArmClients connect(
      AzureCloud cloud,
      String subscription,
      HttpPipelinePolicy authentication,
      HttpClient http,
      RequestBudget budget) {
    HttpPipeline pipeline =
        builder(cloud, authentication, http, budget)
            .policies(JsonReplies.policy(), BoundedReply.policy(MAX_REPLY))
            .build();
    // No tenant is needed: the clients only read ARM.
    AzureProfile profile = new AzureProfile(null, subscription, cloud.environment());
    return new ArmClients(
        ComputeManager.authenticate(pipeline, profile).serviceClient(),
        NetworkManager.authenticate(pipeline, profile).serviceClient(),
        new ArmRequests(pipeline(cloud, authentication, http, budget), cloud.resourceManager()),
        new SignedBlob(http));
  }

  /**
   * Keeps every request a question to the ARM that was chosen, so that the token goes nowhere else.
   */
  private static HttpPipelinePolicy readOnly(AzureCloud cloud) {
    return (context, next) -> {
      HttpRequest request = context.getHttpRequest();
      return cloud.serves(request.getUrl()) && asks(request)
          ? next.process()
          : Mono.error(
              new IllegalStateException(
                  "refused to send anything but a GET or a query to "
                      + cloud.resourceManager().getHost()));
    };
  }

  private static boolean asks(HttpRequest request) {
    return request.getHttpMethod() == HttpMethod.GET
        || (request.getHttpMethod() == HttpMethod.POST
            && QUERY.matcher(request.getUrl().getPath()).matches());
  }
}
