package io.github.rdpdiagnosis.samples.cli;

import com.azure.identity.DefaultAzureCredentialBuilder;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.model.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Azure, and as whom. */
final class AzureOptions {
  /**
   * A plain bearer token for Azure Resource Manager; without it, the default Azure credential chain
   * is used.
   */
  private static final String TOKEN_VARIABLE = "RDPDIAG_ACCESS_TOKEN";

  @Option(
      names = "--vm",
      paramLabel = "ID",
      description =
          "ARM id of the VM: /subscriptions/…/providers/Microsoft.Compute/virtualMachines/NAME. Only read.")
  @Nullable String vm;

  @Option(
      names = "--cloud",
      paramLabel = "CLOUD",
      defaultValue = "public",
      description =
          "public, usgov, china, or the URL of an Azure Resource Manager (http to loopback only). Default: ${DEFAULT-VALUE}. A"
              + " plain bearer token is taken from "
              + TOKEN_VARIABLE
              + ".")
  String cloud = "public";

  VmId vmId() {
    if (vm == null) {
      throw new UsageException("--vm is missing");
    }
    try {
      return VmId.parse(vm);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--vm: " + e.getMessage());
    }
  }

  VmReader reader() {
    AzureCloud where = cloud();
    String token = System.getenv(TOKEN_VARIABLE);
    if (token != null && !token.isBlank()) {
      return VmReader.of(Secret.of(token.strip()), where);
    }
    if (!"https".equals(where.resourceManager().getScheme())) {
      throw new UsageException(
          "--cloud "
              + cloud
              + " is plain http, which takes a bearer token from "
              + TOKEN_VARIABLE
              + " only");
    }
    return VmReader.of(new DefaultAzureCredentialBuilder().build(), where);
  }

  private AzureCloud cloud() {
    try {
      return AzureCloud.parse(cloud);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--cloud: " + e.getMessage());
    }
  }
}
