package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.azure.winrm.KeyVaultReference;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.azure.winrm.WinRm;
import io.github.rdpdiagnosis.azure.winrm.WinRmException;
import io.github.rdpdiagnosis.diagnosis.remedy.Remediator;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A way into the guest in place of Run Command. */
final class WinRmOptions {
  private static final Duration VAULT_SPAN = Duration.ofSeconds(30);

  @Option(
      names = "--winrm",
      paramLabel = "HOST[:PORT]",
      description =
          "Scripts run in the VM through WinRM over HTTPS, port 5986 unless another is given, in place"
              + " of Run Command. Needs --winrm-user and --winrm-certificate; the password is asked"
              + " for, or is a line of standard input. It is sent once.")
  @Nullable String host;

  @Option(
      names = "--winrm-user",
      paramLabel = "NAME",
      description = "An administrator of the VM: NAME, DOMAIN\\NAME or NAME@DOMAIN.")
  @Nullable String user;

  @Option(
      names = "--winrm-certificate",
      paramLabel = "THUMBPRINT|URL",
      description =
          "The SHA-1 or SHA-256 thumbprint of the WinRM listener's certificate, or the certificate's"
              + " URL in a Key Vault, https://VAULT.vault.azure.net/certificates/NAME/VERSION, which is"
              + " read there with a token for vaults (a plain one from RDPDIAG_VAULT_TOKEN).")
  @Nullable String certificate;

  @Option(
      names = "--winrm-auth",
      paramLabel = "WAY",
      defaultValue = "ntlm",
      description = "ntlm or basic. Default: ${DEFAULT-VALUE}.")
  String authentication = "ntlm";

  boolean given() {
    return host != null;
  }

  /** The channel; asks for the password. */
  Optional<WinRm> channel(CloudOptions azure) {
    if (host == null) {
      if (user != null || certificate != null) {
        throw new UsageException("--winrm-user and --winrm-certificate go with --winrm");
      }
      return Optional.empty();
    }
    if (user == null || certificate == null) {
      throw new UsageException("--winrm needs --winrm-user and --winrm-certificate");
    }
    try {
      int colon = host.lastIndexOf(':');
      boolean port = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
      String name = port ? host.substring(0, colon) : host;
      return Optional.of(
          WinRm.of(
              name.replaceAll("[\\[\\]]", ""),
              port ? Port.parse(host.substring(colon + 1)) : WinRm.HTTPS,
              thumbprint(azure, certificate),
              way(),
              user,
              password()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException("--winrm: " + e.getMessage());
    }
  }

  /** What changes, with the guest's part through WinRM where that was asked for. */
  Remediator remediator(CloudOptions azure) {
    Remediator remediator = azure.remediator();
    return channel(azure).map(remediator::guestThrough).orElse(remediator);
  }

  private static Thumbprint thumbprint(CloudOptions azure, String text) {
    if (!text.strip().toLowerCase(Locale.ROOT).startsWith("https:")) {
      return Thumbprint.parse(text);
    }
    try {
      return azure.certificate(KeyVaultReference.parse(text), Deadline.in(VAULT_SPAN));
    } catch (WinRmException e) {
      throw new UsageException("--winrm-certificate: " + e.status());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("--winrm-certificate: interrupted");
    }
  }

  private WinRm.Authentication way() {
    try {
      return WinRm.Authentication.valueOf(authentication.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--winrm-auth takes ntlm or basic");
    }
  }

  private Secret password() {
    try {
      return TypedPassword.read("Password of " + user + ": ")
          .orElseThrow(() -> new UsageException("--winrm: no password was given"));
    } catch (IOException e) {
      throw new UsageException("--winrm: the password cannot be read: " + e.getMessage());
    }
  }
}
