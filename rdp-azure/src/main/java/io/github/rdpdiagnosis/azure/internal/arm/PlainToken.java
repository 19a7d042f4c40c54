package io.github.rdpdiagnosis.azure.internal.arm;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.github.rdpdiagnosis.model.Secret;

/** A bearer token that somebody else got, sent as it is. */
public final class PlainToken {
  private PlainToken() {}

  /**
   * The policy that sends it.
   *
   * @param token with every request of the pipeline, so that keeps to one host
   * @return the policy
   */
  public static HttpPipelinePolicy policy(Secret token) {
    return (context, next) -> {
      context.getHttpRequest().setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token.reveal());
      return next.process();
    };
  }
}
