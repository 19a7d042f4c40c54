package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds VMs: all that this identity sees, those of a name, or those behind an address. Asks Azure
 * Resource Graph, which needs no right of its own: it answers from a copy that may lag some
 * minutes, and leaves out what this identity may not read, so that "none" means "none that it may
 * see". Where Resource Graph itself is refused, the lists of each subscription are read instead,
 * which needs {@code read} on VMs, NICs, public IP addresses, load balancers, firewalls and scale
 * sets.
 *
 * <p>Instances of uniform scale sets are found behind addresses; lists of VMs leave them out, as
 * Azure's own do.
 *
 * <p>Blocks; thread-safe. At most ten questions follow each other in Resource Graph.
 */
public final class VmFinder {
  private final ArmRequests requests;
  private final ReadFailures failures;

  VmFinder(ArmRequests requests, ReadFailures failures) {
    this.requests = requests;
    this.failures = failures;
  }

  /**
   * The VMs that this identity sees.
   *
   * @param subscriptions GUIDs; all that it sees where there are none
   * @param deadline when to be back
   * @return the VMs by id, or why there is no list
   */
  public Reading<List<FoundVm>> vms(List<String> subscriptions, Deadline deadline) {
    return reading(deadline, index -> index.allVms(subscriptions));
  }

  /**
   * The VMs with a name, which is unique within a resource group only.
   *
   * @param name of the VM in Azure, in any case
   * @param deadline when to be back
   * @return the VMs; empty if there is none that this identity may see
   */
  public Reading<List<FoundVm>> named(String name, Deadline deadline) {
    return reading(deadline, index -> index.vms(List.of(name)));
  }

  /**
   * The subscriptions that this identity sees.
   *
   * @param deadline when to be back
   * @return the subscriptions, or why there is no list
   */
  public Reading<List<Subscription>> subscriptions(Deadline deadline) {
    return reading(
        () ->
            requests.list("/subscriptions?api-version=2022-12-01", deadline).stream()
                .map(ManagementMapping::subscription)
                .toList());
  }

  /**
   * The VMs that a connection to an address or name leads to: the VM's own public or private
   * address, a load balancer's NAT or balancing rule, also one that gives each member of a pool a
   * port of a range, or an Azure Firewall's DNAT rule for the port, its own or its policy's.
   *
   * @param host a literal, or a name under cloudapp.azure.com
   * @param port the port that clients connect to
   * @param deadline when to be back
   * @return the VMs, instances of uniform scale sets among them; empty if nothing that this
   *     identity may see leads to one
   * @throws IllegalArgumentException if the host is neither an address nor a host name
   */
  public Reading<List<FoundVm>> behind(String host, Port port, Deadline deadline) {
    if (!host.matches("[A-Za-z0-9.:_-]{1,253}")) {
      throw new IllegalArgumentException("host: expected an address or a host name");
    }
    return reading(
        deadline, index -> new VmSearch(index, requests, deadline).behind(host, port.number()));
  }

  private <T> Reading<T> reading(Deadline deadline, Function<VmIndex, T> question) {
    return reading(
        () -> {
          try {
            return question.apply(new GraphIndex(requests, deadline));
          } catch (ArmRefusal refused) {
            if (!refused.mayBeAllowedElsewhere()) {
              throw refused;
            }
            return question.apply(new ListIndex(requests, deadline));
          }
        });
  }

  private <T> Reading<T> reading(Supplier<T> question) {
    try {
      return new Reading.Known<>(question.get(), Instant.now());
    } catch (ListIndex.Refused e) {
      return failures.reading(e.action(), e.path(), e.refusal());
    } catch (RuntimeException e) {
      return failures.reading(SnapshotPart.VM.action(), ResourceGraph.PATH, e);
    }
  }
}
