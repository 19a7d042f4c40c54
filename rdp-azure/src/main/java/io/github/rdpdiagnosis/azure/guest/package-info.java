/**
 * Looking inside the guest, read-only, and only with the caller's leave. Start with {@link
 * io.github.rdpdiagnosis.azure.guest.GuestRecord}: what the collector script read of one Windows;
 * each item of it can be "not read, because". {@link
 * io.github.rdpdiagnosis.azure.guest.CollectorScript} is the script, {@link
 * io.github.rdpdiagnosis.azure.guest.GuestChannel} a way to run it, and {@link
 * io.github.rdpdiagnosis.azure.guest.GuestCheck} turns the record into observations with the facts
 * of {@link io.github.rdpdiagnosis.azure.guest.GuestFacts}.
 *
 * <p>The script and the records of the tests are written by hand after Microsoft's documents; the
 * script has not yet run on any build of Windows.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.guest;

import org.jspecify.annotations.NullMarked;
