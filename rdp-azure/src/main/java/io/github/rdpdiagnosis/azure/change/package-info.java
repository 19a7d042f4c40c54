/**
 * Changes to a VM and the parts around it, made only when somebody asks for exactly these: the one
 * package that writes to Azure. Nothing that reads or diagnoses depends on it.
 *
 * <p>An {@link io.github.rdpdiagnosis.azure.change.Operation} is a value: what is changed, from
 * what, to what. {@link io.github.rdpdiagnosis.azure.change.ChangeRun} carries operations out, one
 * after the other, with a {@link io.github.rdpdiagnosis.azure.change.Journal} that is on disk
 * before each act. Not yet tried against Azure itself: the tests use a made-up Azure Resource
 * Manager.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.change;

import org.jspecify.annotations.NullMarked;
