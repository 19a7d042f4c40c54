package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.guest.GuestFacts.ListenerCertificate;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.probes.ProbeFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which machine answers: what the server says of itself, by NTLM and by its certificate, against
 * the VM's own name and certificate. What fits several machines, such as a wildcard certificate,
 * has no value here.
 */
final class IdentityDerivation {
  private static final int LONGEST_NETBIOS = 15;

  private final FactBase.Builder facts;

  private IdentityDerivation(FactBase.Builder facts) {
    this.facts = facts;
  }

  /**
   * Adds the facts.
   *
   * @param here what was seen from this client at the diagnosed address
   * @param elsewhere what other vantage points saw at the same address, within the last hour
   */
  static void derive(
      List<Observation> here, List<List<Observation>> elsewhere, FactBase.Builder facts) {
    IdentityDerivation identity = new IdentityDerivation(facts);
    for (Observation o : here) {
      o.facts()
          .get(ProbeFacts.NTLM_NETBIOS_COMPUTER)
          .ifPresent(announced -> identity.announced(o, announced));
      o.facts()
          .get(ProbeFacts.CERTIFICATE_NAMES)
          .ifPresent(names -> identity.certificateNames(o, names));
      o.facts()
          .get(ProbeFacts.CERTIFICATE_SHA1)
          .ifPresent(hash -> identity.thumbprint(o, hash, PathFacts.CERTIFICATE_IS_GUESTS));
    }
    for (List<Observation> vantage : elsewhere) {
      for (Observation o : vantage) {
        o.facts()
            .get(ProbeFacts.CERTIFICATE_SHA1)
            .filter(hash -> identity.guests().filter(hash::equalsIgnoreCase).isPresent())
            .ifPresent(hash -> identity.thumbprint(o, hash, PathFacts.FAR_CERTIFICATE_IS_GUESTS));
      }
    }
  }

  private void announced(Observation o, String announced) {
    ownName()
        .ifPresent(
            name ->
                facts.put(
                    PathFacts.ANNOUNCED_NAME_IS_OTHERS,
                    !netBios(name).equals(netBios(announced)),
                    with(o, PathFacts.GUEST_NAME, PathFacts.VM_NAME)));
    authority(o, announced);
  }

  /** The guest's own word first; Azure's only while the agent that brings it is alive. */
  private Optional<String> ownName() {
    return facts
        .value(PathFacts.GUEST_NAME)
        .or(
            () ->
                facts
                    .value(PathFacts.VM_NAME)
                    .filter(n -> facts.value(PathFacts.AGENT_READY).orElse(false)));
  }

  /**
   * A certificate of the machine's own making has the machine's name. One of an authority may have
   * an alias, and one with a wildcard fits many machines: neither is somebody else's for that.
   */
  private void certificateNames(Observation tls, List<String> names) {
    Optional<String> own = ownName();
    if (own.isEmpty() || names.isEmpty()) {
      return;
    }
    boolean wildcard = names.stream().anyMatch(n -> n.contains("*"));
    boolean its = names.stream().anyMatch(n -> netBios(n).equals(netBios(own.get())));
    boolean itsMakers = tls.facts().get(ProbeFacts.CERTIFICATE_SELF_SIGNED).orElse(false);
    if (its || (itsMakers && !wildcard)) {
      facts.put(
          PathFacts.CERTIFICATE_NAMES_OTHER,
          !its,
          with(tls, PathFacts.GUEST_NAME, PathFacts.VM_NAME));
    }
  }

  /** Like with like: Windows calls certificates by SHA-1, and so does this comparison. */
  private void thumbprint(Observation tls, String sha1, FactKey<Boolean> key) {
    guests()
        .ifPresent(
            own ->
                facts.put(
                    key, own.equalsIgnoreCase(sha1), with(tls, GuestFacts.CERTIFICATE_THUMBPRINT)));
  }

  /** SHA-1 of the certificate that the guest's listener has, where it has it with its key. */
  private Optional<String> guests() {
    return facts
        .value(GuestFacts.CERTIFICATE)
        .filter(c -> c == ListenerCertificate.SELF_SIGNED || c == ListenerCertificate.CONFIGURED)
        .flatMap(c -> facts.value(GuestFacts.CERTIFICATE_THUMBPRINT));
  }

  /** A stand-alone server knows no names but its own. */
  private void authority(Observation o, String computer) {
    Optional<String> user = facts.value(PathFacts.USER).filter(u -> u.contains("\\"));
    boolean alone =
        o.facts()
            .get(ProbeFacts.NTLM_NETBIOS_DOMAIN)
            .filter(d -> netBios(d).equals(netBios(computer)))
            .isPresent();
    if (user.isPresent() && alone) {
      String authority = user.get().substring(0, user.get().indexOf('\\'));
      boolean special = authority.equals(".") || authority.equalsIgnoreCase("AzureAD");
      if (!special) {
        facts.put(
            PathFacts.USER_AUTHORITY_UNKNOWN,
            !netBios(authority).equals(netBios(computer)),
            o.id());
      }
    }
  }

  private List<String> with(Observation o, FactKey<?>... madeOf) {
    return Stream.concat(
            Stream.of(o.id()), Stream.of(madeOf).flatMap(key -> facts.evidence(key).stream()))
        .distinct()
        .toList();
  }

  /** NetBIOS names have at most 15 characters, in capitals. */
  private static String netBios(String name) {
    String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return first.substring(0, Math.min(LONGEST_NETBIOS, first.length())).toUpperCase(Locale.ROOT);
  }
}
