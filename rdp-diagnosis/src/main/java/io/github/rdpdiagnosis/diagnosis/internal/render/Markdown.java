package io.github.rdpdiagnosis.diagnosis.internal.render;

/**
 * Writes GitHub Flavored Markdown in which every text given is shown as it is: no markup, link,
 * mention or HTML can come in with it. Not thread-safe.
 *
 * <p>Source: GitHub Flavored Markdown Spec 0.29, sections 6.1 (backslash escapes), 6.2 (entities)
 * and 6.9 (autolinks).
 */
public final class Markdown {
  private static final int LONGEST_TEXT = 2000;

  private final StringBuilder out = new StringBuilder();
  private boolean inList;

  /** Blank lines between blocks, none between the items of one list. */
  private void block(boolean item) {
    if (out.length() > 0 && !(item && inList)) {
      out.append('\n');
    }
    inList = item;
  }

  /**
   * A heading.
   *
   * @param level 1 to 6
   * @param text any text
   */
  public void heading(int level, String text) {
    block(false);
    out.append("#".repeat(level)).append(' ').append(escaped(text)).append('\n');
  }

  /**
   * A paragraph.
   *
   * @param text any text
   */
  public void paragraph(String text) {
    block(false);
    out.append(escaped(text)).append('\n');
  }

  /**
   * An item of a list.
   *
   * @param text any text
   */
  public void item(String text) {
    block(true);
    out.append("- ").append(escaped(text)).append('\n');
  }

  /**
   * A block of code.
   *
   * @param text one line
   */
  public void code(String text) {
    block(false);
    String line = Printable.of(text);
    String fence = "```";
    while (line.contains(fence)) {
      fence += "`";
    }
    out.append(fence).append('\n').append(line).append('\n').append(fence).append('\n');
  }

  /**
   * The first row of a table, and what stands below it.
   *
   * @param cells any texts
   */
  public void table(String... cells) {
    block(false);
    row(cells);
    out.append('|').append(" --- |".repeat(cells.length)).append('\n');
  }

  /**
   * A further row of the table.
   *
   * @param cells any texts
   */
  public void row(String... cells) {
    out.append('|');
    for (String cell : cells) {
      out.append(' ').append(escaped(cell)).append(" |");
    }
    out.append('\n');
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    Printable.of(text, LONGEST_TEXT)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '@' -> safe.append("&#64;");
                case '\\', '`', '*', '_', '[', ']', '#', '|', '~', '$' ->
                    safe.append('\\').appendCodePoint(c);
                default -> safe.appendCodePoint(c);
              }
            });
    // No address becomes a link by itself.
    return safe.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
  }

  @Override
  public String toString() {
    return out.toString().stripTrailing() + "\n";
  }
}
