package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * Something in a file that was not understood, or is there and says less than it seems to.
 *
 * @param file the file, as it was given
 * @param place where in it: a path such as {@code $.value[3]}, or line and column
 * @param problem what was expected and what was found; never a value that may be secret
 */
public record ImportProblem(String file, String place, String problem) {
  /** Checks that nothing is missing. */
  public ImportProblem {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(problem, "problem");
  }

  @Override
  public String toString() {
    return file + ": at " + place + ": " + problem;
  }
}
