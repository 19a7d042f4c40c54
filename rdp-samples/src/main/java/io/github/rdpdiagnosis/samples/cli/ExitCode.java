package io.github.rdpdiagnosis.samples.cli;

import io.github.rdpdiagnosis.diagnosis.Verdict;

/** What the command's exit status means. */
final class ExitCode {
  static final int WORKS = 0;
  static final int FAULT_FOUND = 1;
  static final int USAGE = 2;
  static final int UNDETERMINED = 3;
  static final int TOOL_FAILED = 4;

  private ExitCode() {}

  static int of(Verdict verdict) {
    return switch (verdict) {
      case WORKS -> WORKS;
      case FAULT_FOUND -> FAULT_FOUND;
      case UNDETERMINED -> UNDETERMINED;
    };
  }
}
