package io.github.rdpdiagnosis.diagnosis;

import com.azure.core.credential.TokenCredential;
import io.github.rdpdiagnosis.azure.AzureCloud;
import io.github.rdpdiagnosis.azure.SnapshotCheck;
import io.github.rdpdiagnosis.azure.SnapshotScope;
import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.VmReader;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.guest.GuestChannel;
import io.github.rdpdiagnosis.model.check.Check;
import java.util.Optional;
import java.util.function.Function;

/**
 * The VM in Azure that a diagnosis is about, and where its configuration comes from. Immutable.
 *
 * <p>Reading changes nothing: it sends GETs, and those POSTs that only ask ({@link VmReader} lists
 * them). What this identity may not read is reported as NOT_PERMITTED with the exact RBAC action;
 * the built-in role Reader covers all of it but for the POSTs, whose actions end in {@code action}.
 */
public final class AzureVm {
  private final VmId id;
  private final Function<SnapshotScope, Check> check;
  private final Optional<GuestChannel> guest;

  private AzureVm(VmId id, Function<SnapshotScope, Check> check, Optional<GuestChannel> guest) {
    this.id = id;
    this.check = check;
    this.guest = guest;
  }

  /**
   * A VM in the public cloud.
   *
   * @param credential who asks
   * @param vmResourceId ARM id of the VM
   * @return the VM
   * @throws IllegalArgumentException if that is not the ARM id of a VM
   */
  public static AzureVm of(TokenCredential credential, String vmResourceId) {
    return of(VmReader.of(credential, AzureCloud.PUBLIC), VmId.parse(vmResourceId));
  }

  /**
   * A VM that a reader is set up for: another cloud, another credential.
   *
   * @param reader who reads; can be shared
   * @param id which VM
   * @return the VM
   */
  public static AzureVm of(VmReader reader, VmId id) {
    return new AzureVm(id, scope -> reader.check(id, scope), Optional.of(reader.runCommand(id)));
  }

  /**
   * A VM whose configuration was read before.
   *
   * @param snapshot what was read
   * @return the VM
   */
  public static AzureVm of(VmSnapshot snapshot) {
    return new AzureVm(snapshot.vmId(), scope -> SnapshotCheck.of(snapshot), Optional.empty());
  }

  /** What is read of it; a snapshot that is there already is what it is. */
  Check check(SnapshotScope scope) {
    return check.apply(scope);
  }

  /** The way into the guest, for callers who allowed it; none where the VM is only a snapshot. */
  Optional<GuestChannel> guest() {
    return guest;
  }

  String id() {
    return id.toString();
  }
}
