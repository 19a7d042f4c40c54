package io.github.rdpdiagnosis.samples.cli;

/** Forms of a result. */
enum OutputFormat {
  text,
  json;

  /** The terminal's width where the shell exports it. */
  static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,3}")
        ? Math.max(40, Integer.parseInt(columns))
        : 100;
  }
}
