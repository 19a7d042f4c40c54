package io.github.rdpdiagnosis.samples.cli;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.winrm.KeyVaultReference;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.azure.winrm.WinRmException;
import io.github.rdpdiagnosis.diagnosis.remedy.Remediator;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Azure, and as whom. */
class CloudOptions {
  /**
   * A plain bearer token for Azure Resource Manager; without it, the default Azure credential chain
   * is used.
   */
  private static final String TOKEN_VARIABLE = "RDPDIAG_ACCESS_TOKEN";

  /** A plain bearer token for Key Vaults. */
  private static final String VAULT_TOKEN_VARIABLE = "RDPDIAG_VAULT_TOKEN";

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

  final VmReader reader() {
    AzureCloud where = cloud();
    return token(where)
        .map(token -> VmReader.of(token, where))
        .orElseGet(() -> VmReader.of(credential(where), where));
  }

  /** For the commands that change something, and for no other. */
  final Remediator remediator() {
    AzureCloud where = cloud();
    return token(where)
        .map(token -> Remediator.of(token, where))
        .orElseGet(() -> Remediator.of(credential(where), where));
  }

  /** What a vault says of a certificate, as the same identity or with a token for vaults. */
  final Thumbprint certificate(KeyVaultReference reference, Deadline deadline)
      throws WinRmException, InterruptedException {
    String token = System.getenv(VAULT_TOKEN_VARIABLE);
    if (token != null && !token.isBlank()) {
      return reference.read(Secret.of(token.strip()), deadline);
    }
    AzureCloud where = cloud();
    if (token(where).isPresent()) {
      throw new UsageException(
          "a Key Vault takes a token of its own, from "
              + VAULT_TOKEN_VARIABLE
              + ": that of "
              + TOKEN_VARIABLE
              + " is for Azure Resource Manager");
    }
    return reference.read(credential(where), deadline);
  }

  private static TokenCredential credential(AzureCloud where) {
    DefaultAzureCredentialBuilder chain = new DefaultAzureCredentialBuilder();
    where.authority().ifPresent(authority -> chain.authorityHost(authority.toString()));
    return chain.build();
  }

  private Optional<Secret> token(AzureCloud where) {
    String token = System.getenv(TOKEN_VARIABLE);
    if (token != null && !token.isBlank()) {
      return Optional.of(Secret.of(token.strip()));
    }
    if (!"https".equals(where.resourceManager().getScheme())) {
      throw new UsageException(
          "--cloud "
              + cloud
              + " is plain http, which takes a bearer token from "
              + TOKEN_VARIABLE
              + " only");
    }
    return Optional.empty();
  }

  private AzureCloud cloud() {
    try {
      return AzureCloud.parse(cloud);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--cloud: " + e.getMessage());
    }
  }
}
