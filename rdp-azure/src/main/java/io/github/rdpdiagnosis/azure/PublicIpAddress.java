package io.github.rdpdiagnosis.azure;

import java.util.Objects;
import java.util.Optional;

/**
 * A public IP address.
 *
 * @param id ARM id
 * @param name resource name
 * @param address the literal; absent while a dynamic one is not assigned, as for a deallocated VM
 * @param sku {@code Basic}, {@code Standard}, ...; absent in replies of old api-versions
 * @param allocation {@code Static} or {@code Dynamic}
 * @param fqdn its name under cloudapp.azure.com; empty where it has none
 * @param version {@code IPv4} or {@code IPv6}
 * @param attachedTo ARM id of the IP configuration or front end that has it; absent where none has,
 *     and in documents of version 1
 * @param idleTimeoutMinutes minutes of silence after which a flow is forgotten; absent where ARM
 *     gave none
 */
public record PublicIpAddress(
    String id,
    String name,
    Optional<String> address,
    Optional<String> sku,
    Optional<String> allocation,
    Optional<String> fqdn,
    Optional<String> version,
    Optional<String> attachedTo,
    Optional<Integer> idleTimeoutMinutes) {
  /** Checks that nothing is missing. */
  public PublicIpAddress {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(sku, "sku");
    Objects.requireNonNull(allocation, "allocation");
    Objects.requireNonNull(fqdn, "fqdn");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(attachedTo, "attachedTo");
    Objects.requireNonNull(idleTimeoutMinutes, "idleTimeoutMinutes");
  }
}
