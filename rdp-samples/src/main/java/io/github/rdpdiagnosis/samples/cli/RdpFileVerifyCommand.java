package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import io.github.rdpdiagnosis.model.rdpfile.RdpLintFinding;
import io.github.rdpdiagnosis.model.rdpfile.RdpSetting;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What the signature of an .rdp file is worth. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what the file's signature is worth, and which line was changed where that can be told.",
      "Revocation and purpose of the certificate are not looked at."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:signed, unchanged, by a trusted signer, the address included",
      "1:anything else",
      "2:usage, or a file that cannot be read"
    })
final class RdpFileVerifyCommand implements Callable<Integer> {
  /** The rule that asks whether the address is a part of what was signed. */
  private static final String ADDRESS_NOT_SIGNED = "RDP-18";

  @ParentCommand RdpFileCommand parent;
  @Mixin RdpFileCommand.Input input;

  @Option(
      names = "--trust",
      paramLabel = "CERTS.pem",
      description =
          "Certificates to trust, of signers or of authorities, instead of those that this Java"
              + " installation trusts.")
  @Nullable String trust;

  @Override
  public Integer call() {
    RdpFile file = input.read();
    RdpSignature signature =
        trust == null ? file.signature() : file.signature(certificates(trust), Instant.now());
    List<RdpLintFinding> findings =
        file.lint().stream().filter(f -> f.id().equals(ADDRESS_NOT_SIGNED)).toList();
    PrintStream out = parent.parent.invocation().out();
    if (input.isJson()) {
      RdpFileCommand.print(out, json(signature, findings));
    } else {
      text(out, file, signature, findings);
    }
    return signature.status() == RdpSignature.Status.VALID && findings.isEmpty()
        ? ExitCode.WORKS
        : ExitCode.FAULT_FOUND;
  }

  private static List<X509Certificate> certificates(String name) {
    Path path = TargetArgument.path(name);
    try (InputStream in = Files.newInputStream(path)) {
      List<X509Certificate> certificates = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(certificate -> certificates.add((X509Certificate) certificate));
      if (certificates.isEmpty()) {
        throw new UsageException("--trust: expected certificates in " + name + ", found none");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new UsageException(
          "--trust: expected certificates (PEM or DER) in " + name + ", found something else");
    } catch (IOException e) {
      throw TargetArgument.unreadable(name, e);
    }
  }

  private static void text(
      PrintStream out, RdpFile file, RdpSignature signature, List<RdpLintFinding> findings) {
    out.println("signature " + signature.status());
    out.println("          " + signature.why());
    signer(signature)
        .ifPresent(
            s -> {
              out.println("signer    " + s.subject());
              out.println("issuer    " + s.issuer());
              out.println("valid     " + s.notBefore() + " to " + s.notAfter());
              out.println("SHA-256   " + s.sha256());
            });
    coverage(signature)
        .ifPresent(
            coverage -> {
              coverage.signed().forEach(n -> out.println("signed    " + line(file, n)));
              coverage.unsigned().forEach(n -> out.println("unsigned  " + line(file, n)));
            });
    findings.forEach(finding -> out.println(finding + ". " + finding.why()));
  }

  private static String line(RdpFile file, int number) {
    RdpSetting setting = file.lines().get(number - 1).setting().orElseThrow();
    return String.format("line %3d  %s", number, setting);
  }

  private static Map<String, @Nullable Object> json(
      RdpSignature signature, List<RdpLintFinding> findings) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("signature", signature.status());
    json.put("why", signature.why());
    json.put("signer", signer(signature).map(RdpFileVerifyCommand::json).orElse(null));
    Optional<RdpSignature.Coverage> coverage = coverage(signature);
    json.put("signed", coverage.map(RdpSignature.Coverage::signed).orElse(List.of()));
    json.put("unsigned", coverage.map(RdpSignature.Coverage::unsigned).orElse(List.of()));
    json.put("changes", changes(signature).stream().map(RdpFileVerifyCommand::json).toList());
    json.put("findings", findings.stream().map(RdpFileCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(RdpSignature.Signer signer) {
    return new TreeMap<>(
        Map.of(
            "subject", signer.subject(),
            "issuer", signer.issuer(),
            "sha256", signer.sha256(),
            "notBefore", signer.notBefore().toString(),
            "notAfter", signer.notAfter().toString()));
  }

  private static Map<String, @Nullable Object> json(RdpSignature.Change change) {
    Map<String, @Nullable Object> json = new TreeMap<>();
    json.put("line", RdpFileCommand.number(change.line()));
    json.put("name", change.name());
    json.put("what", change.what());
    return json;
  }

  private static Optional<RdpSignature.Signer> signer(RdpSignature signature) {
    if (signature instanceof RdpSignature.Valid valid) {
      return Optional.of(valid.signer());
    }
    if (signature instanceof RdpSignature.Untrusted untrusted) {
      return Optional.of(untrusted.signer());
    }
    return signature instanceof RdpSignature.Broken broken ? broken.signer() : Optional.empty();
  }

  private static Optional<RdpSignature.Coverage> coverage(RdpSignature signature) {
    if (signature instanceof RdpSignature.Valid valid) {
      return Optional.of(valid.coverage());
    }
    return signature instanceof RdpSignature.Untrusted untrusted
        ? Optional.of(untrusted.coverage())
        : Optional.empty();
  }

  private static List<RdpSignature.Change> changes(RdpSignature signature) {
    return signature instanceof RdpSignature.Broken broken ? broken.changes() : List.of();
  }
}
