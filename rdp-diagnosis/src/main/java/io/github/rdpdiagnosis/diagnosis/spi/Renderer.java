package io.github.rdpdiagnosis.diagnosis.spi;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.render.JsonRenderer;
import io.github.rdpdiagnosis.diagnosis.internal.render.OwnRenderers;
import io.github.rdpdiagnosis.diagnosis.internal.render.TextRenderer;
import io.github.rdpdiagnosis.diagnosis.internal.render.html.HtmlRenderer;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A form in which a diagnosis is printed. Implementations are stateless and thread-safe. Those that
 * a {@link ServiceLoader} finds can be chosen by name like the ones that are here.
 */
public interface Renderer {
  /** What is used where nobody knows the terminal: {@value} columns. */
  int DEFAULT_WIDTH = 100;

  /**
   * The name by which {@code --output} chooses this form.
   *
   * @return lower-case, such as {@code html}
   */
  String format();

  /**
   * The whole diagnosis in this form.
   *
   * @param diagnosis what to print
   * @return text that ends in a line end
   */
  String render(Diagnosis diagnosis);

  /**
   * The exit status of a command that prints this form.
   *
   * @param diagnosis what is printed
   * @return 0 the path works, 1 a fault was found, 3 undetermined, unless the form's readers expect
   *     others
   */
  default int exitStatus(Diagnosis diagnosis) {
    return switch (diagnosis.verdict()) {
      case WORKS -> 0;
      case FAULT_FOUND -> 1;
      case UNDETERMINED -> 3;
    };
  }

  /**
   * The forms that are here, and those that were added from outside.
   *
   * @return their names, own ones first; where two have one name, the first is meant
   */
  static List<String> formats() {
    return Stream.concat(OwnRenderers.formats().stream(), added().map(Renderer::format))
        .distinct()
        .toList();
  }

  /**
   * A form by its name.
   *
   * @param format one of {@link #formats()}
   * @param width columns of the terminal, for those that fill lines; at least 40
   * @return the renderer, or empty if none has the name
   */
  static Optional<Renderer> named(String format, int width) {
    return OwnRenderers.named(format, width)
        .or(() -> added().filter(r -> r.format().equals(format)).findFirst());
  }

  private static Stream<Renderer> added() {
    return ServiceLoader.load(Renderer.class).stream().map(ServiceLoader.Provider::get);
  }

  /**
   * Plain text for people: the verdict first, then the five places, findings with evidence and fix,
   * next steps.
   *
   * @param width columns of the terminal; at least 40
   * @return the renderer
   */
  static Renderer text(int width) {
    return new TextRenderer(width);
  }

  /**
   * JSON, schema version 1: additive only, sorted keys, UTC ISO-8601, enum values UPPER_SNAKE. Its
   * JSON Schema (2020-12) is the resource {@code schema/result-1.json} beside this module's
   * package.
   *
   * @return the renderer
   */
  static Renderer json() {
    return new JsonRenderer();
  }

  /**
   * One HTML file with everything in it: it loads nothing from anywhere, prints, and follows the
   * reader's light or dark setting. Below 300 kB; what is cut says so, and the JSON result has it.
   *
   * @return the renderer
   */
  static Renderer html() {
    return new HtmlRenderer();
  }
}
