/** XML from outside. */
@NullMarked
package io.github.rdpdiagnosis.azure.internal.xml;

import org.jspecify.annotations.NullMarked;
