/**
 * The one strict, bounded JSON reader that every document of this library goes through. Not API.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.internal.json;

import org.jspecify.annotations.NullMarked;
