package io.github.rdpdiagnosis.samples.lab;

/**
 * What one run of rdpdiag left.
 *
 * @param exit exit code; -1 when it crashed
 * @param out standard output
 * @param err error output
 */
record CommandResult(int exit, String out, String err) {}
