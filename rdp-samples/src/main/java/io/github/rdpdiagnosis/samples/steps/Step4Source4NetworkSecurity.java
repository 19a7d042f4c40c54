package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.policy.Decider;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.IngressPath;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Proposal;
import io.github.rdpdiagnosis.azure.policy.SmallestChange;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.samples.PlantedFault;
import java.time.Duration;

/** Source 4, network security: may this client in, which rule decides, and what would change it? */
public final class Step4Source4NetworkSecurity {
  private Step4Source4NetworkSecurity() {}

  /**
   * Prints the decision at each gate, who may in, and the smallest change.
   *
   * @param args {@code FILE.rdp VM-ID CLIENT-ADDRESS}, or nothing for an NSG without a rule for RDP
   * @throws Exception if the file cannot be read
   */
  public static void main(String[] args) throws Exception {
    String[] target = args.length == 3 ? new String[] {args[0], args[1]} : args;
    IpAddress client = IpAddress.parse(args.length == 3 ? args[2] : "198.51.100.7");
    try (Place place = Place.of(target, PlantedFault.NSG_WITHOUT_RULE)) {
      Port port = place.file().target().port();
      VmSnapshot snapshot = place.reader().read(place.vm(), Deadline.in(Duration.ofSeconds(60)));
      NetworkPolicy policy = NetworkPolicy.of(snapshot);
      System.out.println("let in: " + policy.sources(port).allowed());
      for (IngressPath path : policy.paths(port)) {
        if (path.kind() == IngressPath.Kind.PRIVATE_ADDRESS) {
          continue; // for clients inside
        }
        Decision decision = policy.compile(path).decide(client);
        System.out.println(path.kind() + " for " + client + ": " + decision.verdict());
        for (Decider each : decision.deciders()) {
          System.out.println("  " + each.gate() + " " + each.verdict() + ": " + each.why());
        }
        for (Proposal proposal : SmallestChange.of(snapshot, new PolicyCompiler(), path, client)) {
          System.out.println(
              "  would open it, and lets in "
                  + proposal.exposure()
                  + " pair(s) of source and port:");
          proposal.changes().forEach(change -> System.out.println("    " + change));
        }
      }
    }
  }
}
