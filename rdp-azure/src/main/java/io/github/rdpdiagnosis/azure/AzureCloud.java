package io.github.rdpdiagnosis.azure;

import com.azure.core.management.AzureEnvironment;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which Azure to ask. Immutable.
 *
 * @param name for people
 * @param resourceManager where ARM answers; https, or http on a loopback address
 * @param tokenScope the scope that a credential asks a token for
 */
public record AzureCloud(String name, URI resourceManager, String tokenScope) {
  /** Azure's public cloud. */
  public static final AzureCloud PUBLIC = known("public", AzureEnvironment.AZURE);

  /** Azure for the US government. */
  public static final AzureCloud US_GOVERNMENT =
      known("usgov", AzureEnvironment.AZURE_US_GOVERNMENT);

  /** Azure operated by 21Vianet in China. */
  public static final AzureCloud CHINA = known("china", AzureEnvironment.AZURE_CHINA);

  /** Checks that a token never travels in the clear beyond this computer. */
  public AzureCloud {
    String scheme = resourceManager.getScheme();
    String host = resourceManager.getHost();
    if (scheme == null || host == null) {
      throw new IllegalArgumentException(
          "cloud must be public, usgov, china or a URL of ARM, got '" + name + "'");
    }
    if (resourceManager.getUserInfo() != null
        || resourceManager.getQuery() != null
        || resourceManager.getFragment() != null) {
      throw new IllegalArgumentException(
          "the URL of ARM must have neither user name nor query nor fragment");
    }
    boolean https = scheme.equalsIgnoreCase("https");
    if (!https && !(scheme.equalsIgnoreCase("http") && isLoopback(host))) {
      throw new IllegalArgumentException(
          "the URL of ARM must be https (http only to a loopback address), got " + resourceManager);
    }
  }

  /** By the text, never by a name server: a name can be made to point anywhere. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static AzureCloud known(String name, AzureEnvironment environment) {
    return new AzureCloud(
        name,
        URI.create(environment.getResourceManagerEndpoint()),
        scope(environment.getManagementEndpoint()));
  }

  private static String scope(String audience) {
    return audience.replaceAll("/+$", "") + "/.default";
  }

  /**
   * A cloud by name or URL.
   *
   * @param text {@code public}, {@code usgov}, {@code china}, or the URL of ARM
   * @return the cloud
   * @throws IllegalArgumentException if it is none of these, or http to anything but a loopback
   *     address
   */
  public static AzureCloud parse(String text) {
    for (AzureCloud cloud : List.of(PUBLIC, US_GOVERNMENT, CHINA)) {
      if (cloud.name.equals(text.strip().toLowerCase(Locale.ROOT))) {
        return cloud;
      }
    }
    try {
      return of(new URI(text.strip()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "cloud must be public, usgov, china or a URL of ARM: " + e.getReason());
    }
  }

  /**
   * A cloud of its own. Replies must be those of public Azure's api-versions.
   *
   * @param resourceManager the URL of ARM
   * @return the cloud
   * @throws IllegalArgumentException if it is neither https nor http to a loopback address
   */
  public static AzureCloud of(URI resourceManager) {
    return new AzureCloud(
        resourceManager.toString(), resourceManager, scope(resourceManager.toString()));
  }

  /**
   * Where identities of this cloud sign in: tokens of another cloud's authority are of no use here.
   *
   * @return such as {@code https://login.microsoftonline.us/}; empty for public Azure, which is
   *     what the SDK's credentials take by themselves, and for a cloud by its URL, which does not
   *     tell
   */
  public Optional<URI> authority() {
    return Optional.ofNullable(
            Map.of(
                    US_GOVERNMENT, AzureEnvironment.AZURE_US_GOVERNMENT,
                    CHINA, AzureEnvironment.AZURE_CHINA)
                .get(this))
        .map(environment -> URI.create(environment.getActiveDirectoryEndpoint()));
  }

  /**
   * Whether a request goes to this cloud's ARM and nowhere else, so that the token may go along. A
   * scheme's own port may be spelled out or not.
   */
  boolean serves(URL url) {
    return resourceManager.getHost().equalsIgnoreCase(url.getHost())
        && resourceManager.getScheme().equalsIgnoreCase(url.getProtocol())
        && (resourceManager.getPort() < 0 ? url.getDefaultPort() : resourceManager.getPort())
            == (url.getPort() < 0 ? url.getDefaultPort() : url.getPort());
  }

  boolean isHttps() {
    return resourceManager.getScheme().equalsIgnoreCase("https");
  }

  AzureEnvironment environment() {
    String url = resourceManager.toString().replaceAll("/+$", "") + "/";
    Map<String, String> endpoints = new LinkedHashMap<>(AzureEnvironment.AZURE.getEndpoints());
    endpoints.put(AzureEnvironment.Endpoint.RESOURCE_MANAGER.identifier(), url);
    endpoints.put(AzureEnvironment.Endpoint.MANAGEMENT.identifier(), url);
    endpoints.put(AzureEnvironment.Endpoint.MICROSOFT_GRAPH.identifier(), url);
    return new AzureEnvironment(endpoints);
  }
}
