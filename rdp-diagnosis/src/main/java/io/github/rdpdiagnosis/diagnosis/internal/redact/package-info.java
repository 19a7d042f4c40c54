/** What must not leave this computer: secrets in texts of others, and names where they are told. */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.redact;

import org.jspecify.annotations.NullMarked;
