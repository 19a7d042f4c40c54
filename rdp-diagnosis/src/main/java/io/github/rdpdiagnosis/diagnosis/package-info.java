/**
 * Why Remote Desktop to a VM in Azure fails. Start with {@link
 * io.github.rdpdiagnosis.diagnosis.RdpDiagnosis}; what comes out is a {@link
 * io.github.rdpdiagnosis.diagnosis.Diagnosis}.
 */
@NullMarked
package io.github.rdpdiagnosis.diagnosis;

import org.jspecify.annotations.NullMarked;
