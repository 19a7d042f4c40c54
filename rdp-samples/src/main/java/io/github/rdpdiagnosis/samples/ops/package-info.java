/**
 * Samples for those who operate VMs: a job that answers an alert. The rest of them is configuration
 * and lies in {@code src/main/ops}; the check of a network's rules in a build is the test {@code
 * OfficesReachRdpTest}.
 */
@NullMarked
package io.github.rdpdiagnosis.samples.ops;

import org.jspecify.annotations.NullMarked;
