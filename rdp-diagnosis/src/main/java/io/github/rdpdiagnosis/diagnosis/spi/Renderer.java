package io.github.rdpdiagnosis.diagnosis.spi;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.render.JsonRenderer;
import io.github.rdpdiagnosis.diagnosis.internal.render.TextRenderer;

/** A form in which a diagnosis is printed. Implementations are stateless and thread-safe. */
public interface Renderer {
  /**
   * The whole diagnosis in this form.
   *
   * @param diagnosis what to print
   * @return text that ends in a line end
   */
  String render(Diagnosis diagnosis);

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
   * JSON, schema version 1: additive only, sorted keys, UTC ISO-8601, enum values UPPER_SNAKE.
   *
   * @return the renderer
   */
  static Renderer json() {
    return new JsonRenderer();
  }
}
