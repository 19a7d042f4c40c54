/**
 * Everything that a second person needs of a diagnosis, in one file: {@link
 * io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle}.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.bundle;

import org.jspecify.annotations.NullMarked;
