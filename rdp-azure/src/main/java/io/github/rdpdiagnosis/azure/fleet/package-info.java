/**
 * Who reaches each of many VMs, what keeps clients out of how many of them, and what opens all of
 * those at once. A pure function of an inventory. Start with {@link
 * io.github.rdpdiagnosis.azure.fleet.Fleet#evaluate}.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.fleet;

import org.jspecify.annotations.NullMarked;
