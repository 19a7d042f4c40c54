package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;

/**
 * Where resources are looked up by what is in them. Rows have {@code id} and {@code properties}.
 */
interface VmIndex {
  /** The VMs with one of these ids, or with one of these names, in any case. */
  List<FoundVm> vms(Collection<String> idsOrNames);

  /** Every VM of these subscriptions; of all where there are none. */
  List<FoundVm> allVms(List<String> subscriptions);

  /** The public IP addresses with this literal or name, those of scale sets' instances included. */
  List<JsonNode> publicIps(String addressOrName);

  /**
   * The NICs, those of scale sets' instances included, and load balancers in which this private
   * address occurs.
   */
  List<JsonNode> withPrivateAddress(String address);

  /** The resources with these ids. */
  List<JsonNode> byIds(Collection<String> ids);
}
