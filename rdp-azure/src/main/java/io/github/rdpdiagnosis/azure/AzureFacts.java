package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every fact that the check {@code azure} produces, by the observation that carries it. */
public final class AzureFacts {
  /** Observation {@code snapshot}: all that was read. */
  public static final FactKey<VmSnapshot> SNAPSHOT =
      new FactKey<>(
          "azure.snapshot",
          FactType.of("VM snapshot", VmSnapshotCodec::toJson, AzureFacts::snapshot));

  /** Observation {@code vm}: such as {@code running} or {@code deallocated}, as ARM spells it. */
  public static final FactKey<String> POWER_STATE =
      new FactKey<>("azure.power-state", FactType.STRING);

  /** Observation {@code vm}: such as {@code Succeeded}, as ARM spells it. */
  public static final FactKey<String> PROVISIONING_STATE =
      new FactKey<>("azure.provisioning-state", FactType.STRING);

  /**
   * Observation {@code vm}: display status of the guest agent, such as {@code Ready} or {@code Not
   * Ready}.
   */
  public static final FactKey<String> VM_AGENT = new FactKey<>("azure.vm-agent", FactType.STRING);

  /** Observation {@code vm}: the name of the guest. */
  public static final FactKey<String> COMPUTER_NAME =
      new FactKey<>("azure.computer-name", FactType.STRING);

  /**
   * Observation {@code public-ip-address}: the literals of the VM's own public addresses. An empty
   * list says that it surely has none; where an address or a NIC was not read, the fact is absent.
   */
  public static final FactKey<List<String>> PUBLIC_ADDRESSES =
      new FactKey<>("azure.public-addresses", FactType.STRINGS);

  /**
   * Observation {@code network-interface}: the literals of the VM's private addresses, the primary
   * one first.
   */
  public static final FactKey<List<String>> PRIVATE_ADDRESSES =
      new FactKey<>("azure.private-addresses", FactType.STRINGS);

  /** Each observation of a part: the ARM ids that it is about. */
  public static final FactKey<List<String>> RESOURCES =
      new FactKey<>("azure.resources", FactType.STRINGS);

  /** All keys, for readers of evidence files. */
  public static final Set<FactKey<?>> ALL =
      Set.of(
          SNAPSHOT,
          POWER_STATE,
          PROVISIONING_STATE,
          VM_AGENT,
          COMPUTER_NAME,
          PUBLIC_ADDRESSES,
          PRIVATE_ADDRESSES,
          RESOURCES);

  private AzureFacts() {}

  @SuppressWarnings("unchecked")
  private static VmSnapshot snapshot(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "expected a VM snapshot, got " + json.getClass().getSimpleName());
    }
    return VmSnapshotCodec.fromJson((Map<String, ?>) map);
  }
}
