package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;

/** The diagnosis as one HTML file. */
public final class HtmlRenderer implements Renderer {
  private static final int EXPECTED_SIZE = 64 << 10;

  @Override
  public String format() {
    return "html";
  }

  @Override
  public String render(Diagnosis diagnosis) {
    StringOutput out = new StringOutput(EXPECTED_SIZE);
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(out), null, new HtmlReport(diagnosis));
    return out.toString();
  }
}
