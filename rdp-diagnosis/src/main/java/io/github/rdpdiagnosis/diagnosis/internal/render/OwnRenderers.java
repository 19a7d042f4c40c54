package io.github.rdpdiagnosis.diagnosis.internal.render;

import io.github.rdpdiagnosis.diagnosis.internal.render.html.HtmlRenderer;
import io.github.rdpdiagnosis.diagnosis.spi.JsonLines;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The forms that come with this library, by name. Each is made only when it is asked for. */
public final class OwnRenderers {
  private static final Map<String, IntFunction<Renderer>> BY_NAME = byName();

  private OwnRenderers() {}

  private static Map<String, IntFunction<Renderer>> byName() {
    Map<String, IntFunction<Renderer>> all = new LinkedHashMap<>();
    all.put("text", TextRenderer::new);
    all.put("json", width -> new JsonRenderer());
    all.put(JsonLines.FORMAT, width -> new JsonLines());
    all.put("html", width -> new HtmlRenderer());
    all.put("markdown", width -> new MarkdownRenderer());
    all.put("junit", width -> new JUnitRenderer());
    all.put("nagios", width -> new NagiosRenderer());
    all.put("prometheus", width -> new PrometheusRenderer());
    return all;
  }

  /**
   * Their names.
   *
   * @return in the order in which they are listed to users
   */
  public static List<String> formats() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * One of them.
   *
   * @param format its name
   * @param width columns of the terminal
   * @return the renderer, or empty
   */
  public static Optional<Renderer> named(String format, int width) {
    return Optional.ofNullable(BY_NAME.get(format)).map(make -> make.apply(width));
  }
}
