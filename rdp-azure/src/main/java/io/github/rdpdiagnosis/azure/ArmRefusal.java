package io.github.rdpdiagnosis.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.arm.RetryWithinDeadline;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.time.Duration;
import java.util.Optional;

/** ARM answered with something other than success. */
final class ArmRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BODY = 64 * 1024;

  private final int status;
  private final String code;
  private final Duration retryAfter;

  private ArmRefusal(int status, String code, Duration retryAfter) {
    super("HTTP " + status + (code.isEmpty() ? "" : " " + code));
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static ArmRefusal of(HttpResponse response, byte[] body) {
    return new ArmRefusal(
        response.getStatusCode(),
        code(body),
        RetryWithinDeadline.retryAfter(response).orElse(Duration.ZERO));
  }

  static Optional<ArmRefusal> of(HttpResponseException e) {
    HttpResponse response = e.getResponse();
    if (response == null) {
      return Optional.empty();
    }
    String code =
        e instanceof ManagementException arm && arm.getValue() != null
            ? plain(arm.getValue().getCode())
            : "";
    return Optional.of(
        new ArmRefusal(
            response.getStatusCode(),
            code,
            RetryWithinDeadline.retryAfter(response).orElse(Duration.ZERO)));
  }

  private static String code(byte[] body) {
    if (body.length == 0 || body.length > MAX_BODY) {
      return "";
    }
    try {
      JsonNode root = StrictJson.readTree(body, MAX_BODY, "ARM's error");
      return plain(root.path("error").path("code").asText(root.path("code").asText("")));
    } catch (JsonDocumentException e) {
      return "";
    }
  }

  /** ARM's error code, if it looks like one. The message is left out: it can hold anything. */
  private static String plain(@org.jspecify.annotations.Nullable String code) {
    return code != null && code.matches("[A-Za-z0-9.]{1,80}") ? code : "";
  }

  /** Whether ARM does not offer this to the caller, which says nothing of other requests. */
  boolean mayBeAllowedElsewhere() {
    return status == 403 || status == 404 || status == 405;
  }

  /**
   * How long ARM wants to be left alone; zero where it does not say, empty where it is not busy.
   */
  Optional<Duration> busyFor() {
    return status == 429 || status >= 500 ? Optional.of(retryAfter) : Optional.empty();
  }

  /** What this means for the part that was asked for. */
  <T> Reading<T> reading(String action, String id) {
    return switch (status) {
      case 401 -> new Reading.Failed<>(token());
      case 403 -> new Reading.NotPermitted<>(action);
      case 404 ->
          code.equals("SubscriptionNotFound") || code.equals("InvalidSubscriptionId")
              ? new Reading.Failed<>(
                  "no such subscription, or this identity may see nothing in it (" + code + ")")
              : new Reading.NotFound<>(id);
      case 429 -> new Reading.Throttled<>(retryAfter);
      default -> new Reading.Failed<>(known() + getMessage());
    };
  }

  /** What Azure means by a code that says it badly. */
  private String known() {
    if (code.startsWith("NicMustBeAttachedToRunningVm")) {
      return "Azure says this of running VMs only: ";
    } else if (code.startsWith("NicMustBeAttachedToVm")) {
      return "Azure says this of NICs on a VM only: ";
    } else if (code.equals("GetEffectiveNetworkSecurityGroupsApiNotAllowed")) {
      return "Azure does not say this to this subscription: ";
    }
    return "";
  }

  private String token() {
    String why =
        switch (code) {
          case "ExpiredAuthenticationToken" ->
              "it has expired, or this computer's clock is wrong; get a new one";
          case "InvalidAuthenticationTokenTenant" ->
              "it is of another tenant than the subscription; sign in to the subscription's tenant";
          default -> "it is not valid for this cloud";
        };
    return "Azure refused the token: "
        + why
        + " (HTTP 401"
        + (code.isEmpty() ? "" : " " + code)
        + ")";
  }
}
