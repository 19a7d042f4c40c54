package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.azure.guest.GuestCertificates.Certificate;
import io.github.rdpdiagnosis.azure.guest.GuestFacts.ListenerCertificate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The observation {@code listener-certificate}. */
final class CertificateFacts {
  private final GuestRecord record;
  private final GuestCertificates certificates;
  private final GuestPart part = new GuestPart("listener-certificate");

  private CertificateFacts(GuestRecord record) {
    this.record = record;
    this.certificates = record.certificates();
  }

  static GuestPart of(GuestRecord record) {
    CertificateFacts facts = new CertificateFacts(record);
    facts.certificate();
    facts.access();
    return facts.part;
  }

  private void certificate() {
    Item<String> configured = record.terminalServer().listener().text("SSLCertificateSHA1Hash");
    if (configured.gap().isPresent()) {
      part.gap(configured.gap().get());
      return;
    }
    Optional<String> thumbprint =
        configured.known().filter(hex -> !hex.isEmpty()).map(hex -> hex.toUpperCase(Locale.ROOT));
    if (thumbprint.isPresent()) {
      configured(thumbprint.get());
    } else {
      selfSigned();
    }
  }

  private void configured(String thumbprint) {
    part.note(GuestFacts.CERTIFICATE_THUMBPRINT, Optional.of(thumbprint));
    Optional<Certificate> found =
        find(certificates.personal(), thumbprint)
            .or(() -> find(certificates.remoteDesktop(), thumbprint));
    if (found.isPresent()) {
      describe(
          found.get(), ListenerCertificate.CONFIGURED, ListenerCertificate.CONFIGURED_WITHOUT_KEY);
      return;
    }
    if (complete(certificates.personal()) && complete(certificates.remoteDesktop())) {
      state(ListenerCertificate.CONFIGURED_MISSING);
    }
  }

  private static Optional<Certificate> find(Item<Listing<Certificate>> store, String thumbprint) {
    return store.known().stream()
        .flatMap(list -> list.entries().stream())
        .filter(certificate -> certificate.thumbprint().equalsIgnoreCase(thumbprint))
        .findAny();
  }

  /** Whether the store was read in full; what is missing there is missing for sure only then. */
  private boolean complete(Item<Listing<Certificate>> store) {
    store.gap().ifPresent(part::gap);
    boolean cut = store.known().filter(list -> !list.isComplete()).isPresent();
    if (cut) {
      part.gap("the list of certificates was cut");
    }
    return store.known().isPresent() && !cut;
  }

  private void selfSigned() {
    if (!complete(certificates.remoteDesktop())) {
      return;
    }
    List<Certificate> all = certificates.remoteDesktop().known().orElseThrow().entries();
    Optional<Certificate> newest =
        all.stream()
            .filter(c -> c.to().known().isPresent())
            .max(Comparator.comparing(c -> c.to().known().orElseThrow()));
    if (newest.isPresent()) {
      part.note(GuestFacts.CERTIFICATE_THUMBPRINT, newest.map(Certificate::thumbprint));
      describe(
          newest.get(), ListenerCertificate.SELF_SIGNED, ListenerCertificate.SELF_SIGNED_MISSING);
    } else {
      state(ListenerCertificate.SELF_SIGNED_MISSING);
    }
  }

  private void describe(
      Certificate certificate, ListenerCertificate whole, ListenerCertificate withoutKey) {
    certificate.privateKey().known().ifPresent(key -> state(key ? whole : withoutKey));
    certificate.privateKey().gap().ifPresent(part::gap);
    part.put(GuestFacts.CERTIFICATE_EXPIRES, certificate.to());
    part.note(
        GuestFacts.CERTIFICATE_EXPIRED,
        certificate
            .to()
            .known()
            .flatMap(to -> record.host().now().known().map(now -> !to.isAfter(now))));
  }

  private void state(ListenerCertificate state) {
    part.note(GuestFacts.CERTIFICATE, Optional.of(state));
    part.brokenIf(
        Optional.of(
            state == ListenerCertificate.CONFIGURED_MISSING
                || state == ListenerCertificate.CONFIGURED_WITHOUT_KEY),
        "the configured certificate is not there with its key");
  }

  private void access() {
    Optional<Boolean> key =
        certificates
            .keyFiles()
            .known()
            .map(Listing::entries)
            .filter(files -> !files.isEmpty())
            .flatMap(files -> files.get(0).known())
            .flatMap(sddl -> Sddl.allowsRead(sddl, Sddl.NETWORK_SERVICE));
    certificates.keyFiles().gap().ifPresent(part::gap);
    part.note(GuestFacts.KEY_READABLE, key)
        .note(
            GuestFacts.CERTIFICATE_STORE_READABLE,
            certificates
                .storeSddl()
                .known()
                .flatMap(sddl -> Sddl.allowsRead(sddl, Sddl.NETWORK_SERVICE)))
        .brokenIf(
            key.map(readable -> !readable),
            "NETWORK SERVICE may not read the certificate's private key");
  }
}
