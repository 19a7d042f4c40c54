package io.github.rdpdiagnosis.model.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows by what a text may hold of them: number, name, words, title. Not changed once built. */
final class ErrorIndex {
  /** What a message box puts above its title when it is copied with Ctrl+C. */
  private static final List<String> COPIED_TITLE = List.of("window", "title");

  private final CodeIndex codes = new CodeIndex();
  private final EventIndex events = new EventIndex();
  private final PhraseIndex phrases = new PhraseIndex();
  private final PhraseIndex openings = new PhraseIndex();
  private final Map<List<String>, List<ClientError>> titles = new HashMap<>();

  // Loops, not streams: see ClientErrors.
  ErrorIndex(List<ClientError> rows) {
    for (ClientError error : rows) {
      codes.add(error);
      if (error.family() == ErrorFamily.WINDOWS_EVENT) {
        events.add(error);
      }
      for (String phrase : error.phrases()) {
        phrases.add(phrase, error);
      }
      for (String opening : error.openings()) {
        openings.add(opening, error);
      }
      for (String title : error.titles()) {
        addTitle(ErrorText.words(title), error);
      }
    }
  }

  private void addTitle(List<String> words, ClientError error) {
    List<ClientError> rows = titles.get(words);
    if (rows == null) {
      rows = new ArrayList<>();
      titles.put(words, rows);
    }
    rows.add(error);
  }

  /** What {@link ClientErrors#match} answers. */
  ErrorMatch find(ErrorText text) {
    List<ErrorCandidate> named = codes.in(text);
    Set<Long> numbers =
        named.stream().flatMap(c -> c.error().code().stream().boxed()).collect(Collectors.toSet());
    List<ErrorCandidate> candidates = new ArrayList<>();
    named.stream().filter(c -> !c.isAlternative()).forEach(candidates::add);
    for (PhraseIndex.Found found : phrases.in(text.words())) {
      OptionalLong code = found.error().code();
      if (numbers.isEmpty() || code.isEmpty() || numbers.contains(code.getAsLong())) {
        candidates.add(found.candidate(false));
      }
    }
    candidates.addAll(events.in(text.words()));
    if (candidates.isEmpty()) {
      candidates.addAll(faint(text.words()));
    }
    named.stream().filter(ErrorCandidate::isAlternative).forEach(candidates::add);
    // The first time counts. By identity: a row is large, and there is one object of each.
    Set<ClientError> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return new ErrorMatch(candidates.stream().filter(c -> seen.add(c.error())).toList());
  }

  /** What is looked for where nothing better was found, the best kind that there is. */
  private List<ErrorCandidate> faint(List<String> words) {
    List<ErrorCandidate> found = new ArrayList<>();
    openings.in(words).forEach(opening -> found.add(opening.candidate(true)));
    if (!found.isEmpty()) {
      return found;
    }
    List<ClientError> begun = new ArrayList<>(openings.beginningWith(words));
    begun.addAll(phrases.beginningWith(words));
    begun.forEach(
        row -> found.add(new ErrorCandidate(row, "the beginning of its text", false, true)));
    List<String> title =
        words.size() > 2 && words.subList(0, 2).equals(COPIED_TITLE)
            ? words.subList(2, words.size())
            : words;
    titles
        .getOrDefault(title, List.of())
        .forEach(row -> found.add(new ErrorCandidate(row, "the title of its window", false, true)));
    return found;
  }
}
