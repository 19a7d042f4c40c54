/**
 * What a {@code .rdp} file says. Start with {@link
 * io.github.rdpdiagnosis.model.rdpfile.RdpFile#read(java.nio.file.Path)}; {@link
 * io.github.rdpdiagnosis.model.rdpfile.RdpTarget} is the host and port that it leads to, and also
 * parses a {@code HOST[:PORT]} typed by a user.
 *
 * <p>The format has no published grammar. Names, defaults and precedence follow the documented
 * properties (learn.microsoft.com/azure/virtual-desktop/rdp-properties) and, where those are
 * silent, what FreeRDP does.
 */
@NullMarked
package io.github.rdpdiagnosis.model.rdpfile;

import org.jspecify.annotations.NullMarked;
