package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/**
 * Source 3, the endpoint: which addresses and ports lead to the VM, and is the file's among them?
 */
public final class Step4Source3Endpoint {
  private Step4Source3Endpoint() {}

  /**
   * Lists the ways in: public addresses, NAT and load-balancing rules, firewalls, Bastion.
   *
   * @param args {@code FILE.rdp VM-ID}, or nothing for a healthy VM
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Place place = Place.of(args, PlantedFault.NONE)) {
      Port port = place.file().target().port();
      VmSnapshot snapshot = place.reader().read(place.vm(), Deadline.in(Duration.ofSeconds(60)));
      System.out.println("the file connects to " + place.file().target());
      for (IngressPath path : NetworkPolicy.of(snapshot).paths(port)) {
        System.out.println(
            path.kind()
                + " "
                + path.frontEnd().map(Object::toString).orElse("address not known")
                + ":"
                + path.frontEndPort()
                + " leads to "
                + path.privateAddress()
                + ":"
                + path.port());
      }
    }
  }
}
