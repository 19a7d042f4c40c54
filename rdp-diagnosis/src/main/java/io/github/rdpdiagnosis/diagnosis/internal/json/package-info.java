/** The JSON documents of this module: results and evidence files. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.json;

import org.jspecify.annotations.NullMarked;
