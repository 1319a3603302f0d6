package dev.kverdict.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, driven as a person would. */
final class Browser implements AutoCloseable {

  static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  /** Where axe-core's script is in the library for Selenium. */
  private static final String AXE = "/axe.min.js";

  /** It warns that it does not know this Chromium's own protocol, of which no more is used. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final int TALL = 900;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static Browser open() {
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    // The sandbox does not work for root; the pages are our own.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", logs);
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options));
  }

  /** Shows a file in a window of this width. */
  void show(Path page, int width) {
    var unused =
        driver.executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", TALL, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.get(page.toUri().toString());
  }

  /** Has pages shown on this medium and with these colours. */
  void as(String medium, String colours) {
    var unused =
        driver.executeCdpCommand(
            "Emulation.setEmulatedMedia",
            Map.of(
                "media",
                medium,
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** Presses the tabulator until an element has the focus; false if none of the next has it. */
  boolean tabTo(String selector, int most) {
    for (int i = 0; i < most; i++) {
      driver.switchTo().activeElement().sendKeys(Keys.TAB);
      if (truth("return document.activeElement.matches(arguments[0])", selector)) {
        return true;
      }
    }
    return false;
  }

  void pressEnter() {
    driver.switchTo().activeElement().sendKeys(Keys.ENTER);
  }

  boolean truth(String script, Object... arguments) {
    return Boolean.TRUE.equals(driver.executeScript(script, arguments));
  }

  long number(String script, Object... arguments) {
    return ((Number) Objects.requireNonNull(driver.executeScript(script, arguments))).longValue();
  }

  String text(String script, Object... arguments) {
    return String.valueOf(driver.executeScript(script, arguments));
  }

  /** What the page said to the console, errors and violations of its policy among it. */
  List<String> said() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The addresses that were asked for since the last call. */
  List<String> asked() {
    List<String> urls = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      String message = entry.getMessage();
      if (message.contains("\"Network.requestWillBeSent\"")) {
        String request = message.substring(message.indexOf("\"request\":{"));
        urls.add(request.replaceFirst("(?s).*?\"url\":\"([^\"]*)\".*", "$1"));
      }
    }
    return urls;
  }

  /** What axe-core finds wrong with the page for people who do not see, or not well. */
  List<String> barriers() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
      driver.executeScript(
          new String(Objects.requireNonNull(axe, AXE).readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(
                result => done(result.violations.map(v => v.id + ': ' + v.help + ' '
                    + v.nodes.slice(0, 5).map(n => n.html.slice(0, 200)).join(' | '))),
                error => done(['axe failed: ' + error]));
            """);
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /** Prints the page, and returns the document. */
  byte[] printed() {
    Map<String, Object> answer = driver.executeCdpCommand("Page.printToPDF", Map.of());
    return Base64.getDecoder().decode(String.valueOf(answer.get("data")));
  }

  /** Keeps a picture of what is in the window, or of the whole page. */
  void picture(Path file, boolean whole) throws IOException {
    Map<String, Object> answer =
        driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", whole));
    if (whole) {
      long height = number("return document.documentElement.scrollHeight");
      long width = number("return document.documentElement.clientWidth");
      answer =
          driver.executeCdpCommand(
              "Page.captureScreenshot",
              Map.of(
                  "captureBeyondViewport",
                  true,
                  "clip",
                  Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    }
    Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
