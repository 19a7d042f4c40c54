/** Policies that every pipeline to Azure Resource Manager is put together from. Not API. */
@NullMarked
package io.github.rdpdiagnosis.azure.internal.arm;

import org.jspecify.annotations.NullMarked;
