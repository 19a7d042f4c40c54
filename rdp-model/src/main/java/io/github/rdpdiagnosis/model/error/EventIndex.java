package io.github.rdpdiagnosis.model.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Windows events by number. Their symbol names log, numbers and provider, such as {@code System
 * 36870 Schannel}. Not changed after it was built.
 */
final class EventIndex {
  /** Numbers below this are used by many providers, and count only beside the provider's name. */
  private static final int FIRST_TELLING = 4000;

  /** How many words before its number the word "event" may stand. */
  private static final int LOOK_BACK = 2;

  /** Words of the symbols that name no provider. */
  private static final Set<String> COMMON =
      Set.of("system", "application", "operational", "client", "service", "services", "user");

  private record Event(ClientError error, Set<String> providers) {}

  private final Map<String, List<Event>> byNumber = new HashMap<>();

  void add(ClientError error) {
    List<String> numbers = new ArrayList<>();
    Set<String> providers = new HashSet<>();
    for (String word : ErrorText.words(error.symbol())) {
      if (isNumber(word)) {
        numbers.add(word);
      } else if (!COMMON.contains(word)) {
        providers.add(word);
      }
    }
    Event event = new Event(error, Set.copyOf(providers));
    for (String number : numbers) {
      List<Event> events = byNumber.get(number);
      if (events == null) {
        events = new ArrayList<>();
        byNumber.put(number, events);
      }
      events.add(event);
    }
  }

  /** The rows of events that the words name, in the order of the text. */
  List<ErrorCandidate> in(List<String> words) {
    List<ErrorCandidate> found = new ArrayList<>();
    Set<String> present = new HashSet<>(words);
    for (int i = 0; i < words.size(); i++) {
      String number = words.get(i);
      for (Event event : byNumber.getOrDefault(number, List.of())) {
        boolean isProvider = event.providers().stream().anyMatch(present::contains);
        boolean isEvent = isEvent(words, i) || words.size() == 1;
        if (isProvider || (isEvent && Integer.parseInt(number) >= FIRST_TELLING)) {
          found.add(new ErrorCandidate(event.error(), "event " + number, false, false));
        }
      }
    }
    return found;
  }

  private static boolean isEvent(List<String> words, int at) {
    return words.subList(Math.max(0, at - LOOK_BACK), at).stream()
        .anyMatch(word -> word.startsWith("event"));
  }

  private static boolean isNumber(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
