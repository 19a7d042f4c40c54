/**
 * What Azure Resource Manager says of one VM. Start with {@link
 * io.github.rdpdiagnosis.azure.VmReader}: it reads a {@link
 * io.github.rdpdiagnosis.azure.VmSnapshot}, a value that {@link
 * io.github.rdpdiagnosis.azure.VmSnapshotCodec} writes to a file and reads back, and that {@link
 * io.github.rdpdiagnosis.azure.policy.NetworkPolicy} evaluates offline. Each part is a {@link
 * io.github.rdpdiagnosis.azure.Reading}, so that what was not read cannot pass for what is not
 * there. Nothing here changes anything: the only requests are GETs.
 */
@NullMarked
package io.github.rdpdiagnosis.azure;

import org.jspecify.annotations.NullMarked;
