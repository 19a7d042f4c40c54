package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final int LIMIT = 300_000;

  /** An attribute or a tag by which a browser would fetch something. */
  private static final Pattern FETCHES =
      Pattern.compile(
          "(?i)\\b(src|srcset|poster|action|formaction|background)\\s*=|url\\(|@import");

  @Test
  void everyStoryIsACompleteFileBelowTheLimit() {
    Stories.all()
        .forEach(
            (name, d) -> {
              String html = Renderer.html().render(d);
              assertThat(html).as(name).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
              assertThat(html.getBytes(UTF_8).length).as(name).isLessThan(LIMIT);
              assertThat(html).as(name).contains(d.verdict().name().replace('_', ' '));
              d.findings().forEach(f -> assertThat(html).contains(f.cause().id()));
              d.checks().forEach(o -> assertThat(html).contains(o.id()));
            });
  }

  @Test
  void hostileTextsStayTexts() {
    String html = Renderer.html().render(Stories.hostile());
    String withoutOwn = html.replace(Assets.SCRIPT, "").replace(Assets.STYLE, "");
    assertThat(withoutOwn)
        .doesNotContain("<script>d")
        .doesNotContain("<img")
        .doesNotContain("<!--");
    assertThat(withoutOwn.split("<script>", -1)).hasSize(2); // the report's own
    assertThat(FETCHES.matcher(withoutOwn.replaceAll(">[^<]*<", "><")).find()).isFalse();
    assertThat(html.codePoints().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    assertThat(withoutOwn).contains("&lt;script&gt;");
  }

  @Test
  void commandsThatAShellWouldObeyAreNotOfferedForCopying() {
    assertThat(Renderer.html().render(Stories.hostile())).doesNotContain("class=\"command\"");
    assertThat(Renderer.html().render(Stories.all().get("tcp-TIMED_OUT")))
        .contains("<code>rdpdiag probe ", "<code>rdpdiag diagnose vm1.example:3389 --evidence");
  }

  @Test
  void tooMuchIsCutAndSaysSo() {
    String html = Renderer.html().render(Stories.huge());
    assertThat(html.getBytes(UTF_8).length).isLessThan(LIMIT);
    assertThat(html).contains("further checks are left out here", "left out here; the JSON result");
  }

  @Test
  void rendersInLessThanATenthOfASecond() {
    Diagnosis d = Stories.all().get("compared");
    Renderer.html().render(d); // classes are loaded
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long began = System.nanoTime();
      Renderer.html().render(d);
      fastest = Math.min(fastest, System.nanoTime() - began);
    }
    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(100));
  }
}
