package io.github.rdpdiagnosis.azure;

import java.util.Objects;

/**
 * An XML document from outside that is not what it should be. The message names the document, the
 * place in it and what was expected there; it does not quote the document at length.
 */
public final class XmlDocumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String problem;

  /**
   * A document that cannot be read.
   *
   * @param document what the user knows it as, such as a file name
   * @param place where in it: line and column, and the path of the element
   * @param problem what was expected there and what was found instead
   */
  public XmlDocumentException(String document, String place, String problem) {
    super(document + ": at " + place + ": " + problem);
    this.place = Objects.requireNonNull(place, "place");
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * Where in the document.
   *
   * @return line and column, and the path of the element
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
