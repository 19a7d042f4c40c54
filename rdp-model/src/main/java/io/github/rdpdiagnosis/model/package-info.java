/**
 * Values shared by all packages of the model. {@link io.github.rdpdiagnosis.model.Secret} keeps
 * secrets out of logs.
 */
@NullMarked
package io.github.rdpdiagnosis.model;

import org.jspecify.annotations.NullMarked;
