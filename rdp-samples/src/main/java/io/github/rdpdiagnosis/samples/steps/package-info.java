/**
 * One program for each step of the classic troubleshooting method for Remote Desktop to Azure VMs.
 * Without arguments each looks at a fault that is planted on loopback; with an .rdp file and the
 * ARM id of a VM, at that.
 */
@NullMarked
package io.github.rdpdiagnosis.samples.steps;

import org.jspecify.annotations.NullMarked;
