/** A sample for Apache Spark 3.5, compiled and tested in a profile of its own. */
@NullMarked
package io.github.rdpdiagnosis.samples.spark;

import org.jspecify.annotations.NullMarked;
