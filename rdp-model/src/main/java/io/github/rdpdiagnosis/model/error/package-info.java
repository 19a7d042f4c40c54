/**
 * What a client's error message means. Start with {@link
 * io.github.rdpdiagnosis.model.error.ClientErrors#match(String)}: a text or a code goes in, rows of
 * a table, the stages of a connection and the causes they point to come out.
 */
@NullMarked
package io.github.rdpdiagnosis.model.error;

import org.jspecify.annotations.NullMarked;
