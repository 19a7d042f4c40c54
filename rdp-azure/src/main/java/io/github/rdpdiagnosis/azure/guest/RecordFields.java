package io.github.rdpdiagnosis.azure.guest;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Named items with their types: a value of another form is an error of the record. */
abstract class RecordFields {
  abstract Item<String> item(String name);

  /** Where the item stands; 0 where it does not. */
  abstract int line(String name);

  private <T> Item<T> typed(String name, String expected, Function<String, T> parser)
      throws GuestRecordFormatException {
    try {
      return item(name).map(parser);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new GuestRecordFormatException(
          line(name),
          name
              + ": expected "
              + expected
              + ", got '"
              + RecordText.shortened(item(name).known().orElse(""))
              + "'");
    }
  }

  Item<String> text(String name) {
    return item(name);
  }

  /** A text that tells the entry from others: without it there is no entry. */
  String key(String name) throws GuestRecordFormatException {
    return item(name)
        .known()
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new GuestRecordFormatException(line(name), name + ": expected a value"));
  }

  Item<Long> number(String name) throws GuestRecordFormatException {
    return typed(name, "a whole number", Long::valueOf);
  }

  long keyNumber(String name) throws GuestRecordFormatException {
    key(name);
    return number(name).known().orElseThrow();
  }

  Item<Boolean> truth(String name) throws GuestRecordFormatException {
    return typed(
        name,
        "true or false",
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
          }
          return text.equals("true");
        });
  }

  Item<Instant> instant(String name) throws GuestRecordFormatException {
    return typed(name, "a time such as 2026-11-24T08:00:00Z", Instant::parse);
  }

  /** Words joined by commas; an empty value is an empty list. */
  Item<List<String>> words(String name) {
    return item(name)
        .map(
            text ->
                text.isEmpty()
                    ? List.<String>of()
                    : Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }
}
