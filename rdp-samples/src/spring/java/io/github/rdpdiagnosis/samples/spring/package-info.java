/** A sample for Spring Boot 3, compiled and tested in a profile of its own. */
@NullMarked
package io.github.rdpdiagnosis.samples.spring;

import org.jspecify.annotations.NullMarked;
