/**
 * The HTML report: one file that asks nobody for anything. Templates under {@code src/main/jte}
 * become classes of this package at build time; every text goes through their escaping.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import org.jspecify.annotations.NullMarked;
