package io.github.rdpdiagnosis.azure.guest;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Values of one registry key, by the names that Windows gives them. A name that the collector does
 * not read is not read.
 */
public final class RegistryValues {
  private final RecordFields fields;
  private final String prefix;

  RegistryValues(RecordFields fields, String prefix) {
    this.fields = Objects.requireNonNull(fields, "fields");
    this.prefix = prefix;
  }

  /**
   * A REG_DWORD, or a number that is stored as text.
   *
   * @param name such as {@code fDenyTSConnections}
   * @return the number, 0 to 2^32-1; not read where it is no number
   */
  public Item<Long> number(String name) {
    return typed(name, Long::valueOf);
  }

  /**
   * A REG_SZ; a REG_BINARY as hexadecimal digits.
   *
   * @param name the value's name
   * @return the text
   */
  public Item<String> text(String name) {
    return fields.text(prefix + name);
  }

  /**
   * A REG_MULTI_SZ, or a REG_SZ that lists words with commas.
   *
   * @param name the value's name
   * @return the words
   */
  public Item<List<String>> words(String name) {
    return fields.words(prefix + name);
  }

  private <T> Item<T> typed(String name, Function<String, T> parser) {
    Item<String> text = text(name);
    try {
      return text.map(parser);
    } catch (NumberFormatException e) {
      return new Item.NotRead<>(
          prefix + name + " is no number: " + RecordText.shortened(text.known().orElse("")));
    }
  }
}
