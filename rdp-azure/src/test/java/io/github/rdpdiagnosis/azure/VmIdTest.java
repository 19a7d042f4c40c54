package io.github.rdpdiagnosis.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmIdTest {
  private static final String ID =
      "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/Rg-1/providers/Microsoft.Compute/virtualMachines/vm1";

  @Test
  void readsTheParts() {
    VmId id = VmId.parse(" " + ID + "\n");
    assertThat(id.subscription()).isEqualTo("00000000-0000-0000-0000-00000000000a");
    assertThat(id.resourceGroup()).isEqualTo("Rg-1");
    assertThat(id.name()).isEqualTo("vm1");
    assertThat(id).hasToString(ID);
  }

  @Test
  void readsAnInstanceOfAUniformScaleSet() {
    String instance =
        ID.replace("/virtualMachines/vm1", "/virtualMachineScaleSets/set1/virtualMachines/3");
    VmId id = VmId.parse(instance);
    assertThat(id.scaleSet()).contains("set1");
    assertThat(id.name()).isEqualTo("3");
    assertThat(id).hasToString(instance).isNotEqualTo(VmId.parse(ID));
    assertThat(VmId.parse(ID).scaleSet()).isEmpty();
    assertThatThrownBy(() -> VmId.parse(instance.replace("/virtualMachines/3", "")))
        .hasMessageContaining("it ends before 'virtualMachines'");
    assertThatThrownBy(() -> VmId.parse(instance.replace("set1", "s t")))
        .hasMessageContaining("the scale set must be");
  }

  @Test
  void caseMakesNoDifference() {
    VmId upper = VmId.parse(ID.toUpperCase(java.util.Locale.ROOT));
    assertThat(upper).isEqualTo(VmId.parse(ID)).hasSameHashCodeAs(VmId.parse(ID));
    assertThat(VmId.parse(ID + "2")).isNotEqualTo(VmId.parse(ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vm1; it must start with '/'",
        "/subscriptions; it ends before '{subscription}'",
        "/subscription/x; segment 1 must be 'subscriptions', got 'subscription'",
        "/subscriptions/my-sub/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v; subscription must be a GUID, got 'my-sub'",
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/g/providers/Microsoft.Network/virtualMachines/v; segment 6 must be 'Microsoft.Compute', got 'Microsoft.Network'",
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/g/providers/Microsoft.Compute/virtualMachines; it ends before '{name}'",
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/; the name must be",
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v/extensions/e; nothing may follow the name",
        "/subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/g?x/providers/Microsoft.Compute/virtualMachines/v; the resource group must be",
      })
  void saysInOneLineWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> VmId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("VM id: ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
