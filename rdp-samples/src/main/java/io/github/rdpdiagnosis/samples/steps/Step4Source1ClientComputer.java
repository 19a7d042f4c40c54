package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.RdpDiagnosis;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import io.github.rdpdiagnosis.probes.peer.ScriptedPeer;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.util.Optional;

/** Source 1, the client computer: can it reach a computer in its own network at all? */
public final class Step4Source1ClientComputer {
  private Step4Source1ClientComputer() {}

  /**
   * Compares the target with a computer that is known to take connections.
   *
   * @param args {@code FILE.rdp VM-ID REFERENCE-HOST}, or nothing for a service that hangs beside a
   *     reference that answers
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    Optional<ScriptedPeer> made =
        args.length == 0 ? Optional.of(ScriptedPeer.start(PeerScript.TLS)) : Optional.empty();
    String[] target = args.length == 3 ? new String[] {args[0], args[1]} : args;
    try (Place place = Place.of(target, PlantedFault.SERVICE_HUNG)) {
      String reference = made.map(peer -> "127.0.0.1:" + peer.port()).orElseGet(() -> args[2]);
      Diagnosis diagnosis = RdpDiagnosis.of(place.file()).referenceHost(reference).run();
      DomainVerdict client = diagnosis.domain(FaultDomain.CLIENT);
      System.out.println(client.domain() + " " + client.status() + " " + client.because());
      diagnosis.checks().stream()
          .filter(o -> o.check().equals("reference") || o.check().startsWith("local-"))
          .forEach(o -> System.out.println(o.id() + " " + o.status().kind()));
    } finally {
      made.ifPresent(ScriptedPeer::close);
    }
  }
}
