/**
 * Running this library's static scripts in a guest through its WinRM service. Start with {@link
 * io.github.rdpdiagnosis.azure.winrm.WinRm}. The one place of this library that sends a user's
 * credentials: over TLS only, to the holder of the certificate that the caller names, once.
 *
 * <p>Needs {@code org.apache.httpcomponents.client5:httpclient5} on the class path or module path,
 * which this library brings as an optional dependency.
 */
@NullMarked
package io.github.rdpdiagnosis.azure.winrm;

import org.jspecify.annotations.NullMarked;
