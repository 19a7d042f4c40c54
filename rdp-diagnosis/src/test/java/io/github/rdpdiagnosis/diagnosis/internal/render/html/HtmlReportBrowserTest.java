package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.internal.engine.Stories;
import io.github.rdpdiagnosis.diagnosis.spi.Renderer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The report in a real browser: Debian's chromium and chromium-driver. */
@Tag("browser")
class HtmlReportBrowserTest {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SHOTS = Path.of("target", "screenshots");

  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isExecutable(DRIVER), "no " + DRIVER);
    Files.createDirectories(SHOTS);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static void open(String name, Diagnosis d) throws IOException {
    Path file = Files.writeString(SHOTS.resolve(name + ".html"), Renderer.html().render(d));
    browser.manage().logs().get(LogType.BROWSER);
    browser.manage().logs().get(LogType.PERFORMANCE);
    browser.get(file.toUri().toString());
  }

  private static List<String> log(String type) {
    return StreamSupport.stream(browser.manage().logs().get(type).spliterator(), false)
        .map(entry -> entry.getMessage())
        .toList();
  }

  private static void shot(String name, int width, boolean dark) throws IOException {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    Object wide =
        browser.executeScript(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) wide).intValue()).as("%s scrolls sideways at %d", name, width).isZero();
    Number height = (Number) browser.executeScript("return document.body.scrollHeight + 40");
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            width,
            "height",
            Math.min(height.intValue(), 4000),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    File picture = browser.getScreenshotAs(OutputType.FILE);
    String suffix = "-" + width + (dark ? "-dark" : "") + ".png";
    Files.move(
        picture.toPath(),
        SHOTS.resolve(name + suffix),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void everyStoryLoadsWithoutErrorsAndWithoutAnyOtherRequest() throws IOException {
    for (Map.Entry<String, Diagnosis> story : Stories.all().entrySet()) {
      open(story.getKey(), story.getValue());
      assertThat(log(LogType.BROWSER)).as(story.getKey()).isEmpty();
      assertThat(requests()).as(story.getKey()).hasSize(1);
    }
  }

  /** What the browser was about to fetch; the file itself is one. */
  private static List<String> requests() {
    return log(LogType.PERFORMANCE).stream()
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .filter(message -> !message.contains("\"url\":\"data:"))
        .toList();
  }

  @Test
  void picturesAtTwoWidthsLightAndDark() throws IOException {
    for (String story : List.of("tcp-TIMED_OUT", "vm-stopped", "address-not-allowed", "compared")) {
      open(story, Stories.all().get(story));
      for (boolean dark : List.of(false, true)) {
        shot(story, 1280, dark);
        shot(story, 400, dark);
      }
    }
  }

  /** What the README shows: the same diagnosis as a report and on a terminal. */
  @Test
  void picturesOfTheReadme() throws IOException {
    Diagnosis diagnosis = Stories.all().get("address-not-allowed");
    open("readme-report", diagnosis);
    picture("readme-report", 900, 760);
    String text = Renderer.text(100).render(diagnosis).replace("&", "&amp;").replace("<", "&lt;");
    Path page =
        Files.writeString(
            SHOTS.resolve("readme-terminal.html"),
            "<!DOCTYPE html><meta charset=utf-8><body style='margin:0;background:#1d2125'><pre"
                + " style='margin:0;padding:16px;color:#e4e6e8;font:13px/1.4 monospace;"
                + "white-space:pre-wrap'>"
                + text
                + "</pre>");
    browser.get(page.toUri().toString());
    Number height = (Number) browser.executeScript("return document.body.scrollHeight");
    picture("readme-terminal", 900, Math.min(height.intValue(), 650));
  }

  private static void picture(String name, int width, int height) throws IOException {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Files.move(
        browser.getScreenshotAs(OutputType.FILE).toPath(),
        SHOTS.resolve(name + ".png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void hostileTextsRunNothingAndFetchNothing() throws IOException {
    open("hostile", Stories.hostile());
    assertThat(browser.getTitle()).startsWith("UNDETERMINED").isNotEqualTo("owned");
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.findElements(By.tagName("script"))).hasSize(1);
    assertThat(requests()).hasSize(1);
    assertThat(log(LogType.BROWSER)).isEmpty();
    shot("hostile", 400, false);
  }

  @Test
  void commandsCanBeCopiedAndEvidenceOpensFromItsFinding() throws IOException {
    open("copy", Stories.all().get("tcp-TIMED_OUT"));
    // The button says so for a moment only: what it said first is kept.
    browser.executeScript(
        "const button = document.querySelector('button.copy');"
            + "window.said = new Promise(resolve => new MutationObserver("
            + "() => resolve(button.textContent)).observe(button, {childList: true}))");
    browser.findElement(By.cssSelector("button.copy")).click();
    assertThat(browser.executeAsyncScript("window.said.then(arguments[0])")).isEqualTo("Copied");
    browser.findElement(By.cssSelector("article.card a")).click();
    assertThat(browser.findElements(By.cssSelector("details[open]"))).isNotEmpty();
    assertThat(log(LogType.BROWSER)).isEmpty();
  }
}
