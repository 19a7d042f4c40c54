package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * A JSON document from outside that is not what it should be. The message names the document, the
 * place in it and what was expected there; it does not quote the document at length.
 */
public final class JsonDocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String document;
  private final String place;
  private final String problem;

  /**
   * A document that cannot be read.
   *
   * @param document what the user knows it as, such as a file name
   * @param place where in it: a path such as {@code $.vm.value.name}, or line and column
   * @param problem what was expected there and what was found instead
   */
  public JsonDocumentException(String document, String place, String problem) {
    super(document + ": at " + place + ": " + problem);
    this.document = document;
    this.place = Objects.requireNonNull(place, "place");
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * Which document.
   *
   * @return what the user knows it as
   */
  public String document() {
    return document;
  }

  /**
   * Where in it.
   *
   * @return a path, or line and column
   */
  public String place() {
    return place;
  }

  /**
   * What is wrong there.
   *
   * @return what was expected and what was found
   */
  public String problem() {
    return problem;
  }
}
