/**
 * Texts for people who help: {@link io.github.rdpdiagnosis.diagnosis.support.SupportTexts}. Nothing
 * here sends anything.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.support;

import org.jspecify.annotations.NullMarked;
