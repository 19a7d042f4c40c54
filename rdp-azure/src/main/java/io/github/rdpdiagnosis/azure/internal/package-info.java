/** What several packages for Azure share. */
@NullMarked
package io.github.rdpdiagnosis.azure.internal;

import org.jspecify.annotations.NullMarked;
