package io.github.rdpdiagnosis.azure.guest;

import java.time.Instant;

/**
 * Certificates that the listener can use, and access lists of their keys in SDDL, where well-known
 * accounts have two letters in every language: {@code SY} SYSTEM, {@code NS} NETWORK SERVICE,
 * {@code BA} Administrators.
 *
 * @param remoteDesktop store "Remote Desktop", where the self-signed one is
 * @param personal store "My"
 * @param keyFiles access list of the self-signed certificate's key file
 * @param machineKeysSddl access list of the folder {@code MachineKeys}
 * @param storeSddl access list of the registry key of the store "Remote Desktop"
 */
public record GuestCertificates(
    Item<Listing<Certificate>> remoteDesktop,
    Item<Listing<Certificate>> personal,
    Item<Listing<Item<String>>> keyFiles,
    Item<String> machineKeysSddl,
    Item<String> storeSddl) {
  /**
   * A certificate.
   *
   * @param thumbprint SHA-1, 40 upper-case hexadecimal digits
   * @param from valid from
   * @param to valid to
   * @param privateKey whether its private key is on the machine
   * @param selfSigned whether subject and issuer are the same
   */
  public record Certificate(
      String thumbprint,
      Item<Instant> from,
      Item<Instant> to,
      Item<Boolean> privateKey,
      Item<Boolean> selfSigned) {
    static Certificate of(RecordRow row) throws GuestRecordFormatException {
      return new Certificate(
          row.key("thumbprint"),
          row.instant("from"),
          row.instant("to"),
          row.truth("privateKey"),
          row.truth("selfSigned"));
    }
  }

  static GuestCertificates of(RecordSection section) throws GuestRecordFormatException {
    return new GuestCertificates(
        section.listing("remoteDesktop", Certificate::of),
        section.listing("personal", Certificate::of),
        section.listing("keyFile", row -> row.text("sddl")),
        section.text("machineKeysSddl"),
        section.text("storeSddl"));
  }
}
