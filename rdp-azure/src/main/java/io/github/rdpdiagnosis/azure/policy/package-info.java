/**
 * What Azure's network rules let through, computed from a snapshot without asking Azure. Start with
 * {@link io.github.rdpdiagnosis.azure.policy.NetworkPolicy#of}.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.policy;

import org.jspecify.annotations.NullMarked;
