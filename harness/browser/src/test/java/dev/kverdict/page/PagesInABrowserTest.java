package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person meets on the pages, whose texts from outside are all hostile. */
@NeedsBrowser
class PagesInABrowserTest {

  private static final int DESK = 1280;

  private static Browser browser;

  @TempDir private Path folder;
  private Path page;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void write() throws IOException {
    RunSketch run =
        new RunSketch(folder.resolve("run"), ReportPageTest.HOSTILE)
            .patch("v1")
            .patch("v2")
            .cell("v1", "cow", VerdictKind.NOT_FIXED, 5, 6)
            .cell("v1", "stale", VerdictKind.FIXED, 5, 0)
            .cell("v2", "cow", VerdictKind.FIXED, 5, 0)
            .events();
    run.page();
    page = run.folder.resolve(ReportPage.NAME);
    Files.writeString(
        folder.resolve(OverviewPage.NAME),
        OverviewPage.of(List.of(new OverviewPage.Run("run", run.result(), true)), List.of()));
    browser.as("screen", "light");
  }

  private static boolean isInView(String selector) {
    return browser.truth(
        """
        const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return box.top >= -1 && box.top < innerHeight;
        """,
        selector);
  }

  private static boolean isOpen(String selector) {
    return browser.truth("return document.querySelector(arguments[0]).checkVisibility()", selector);
  }

  @Test
  void aCellIsAClickAway() {
    browser.show(page, DESK);
    assertThat(isInView("#cell-3")).isFalse();
    browser.click("a.verdict[href='#cell-3']");
    assertThat(isInView("#cell-3")).isTrue();
  }

  @Test
  void everythingIsReachedByTheKeyboard() {
    browser.show(page, DESK);
    assertThat(browser.tabTo("a.verdict[href='#cell-1']", 12)).isTrue();
    browser.pressEnter();
    assertThat(isInView("#cell-1")).isTrue();
    assertThat(browser.tabTo("#cell-1 .console > summary", 30)).as("from there on").isTrue();
    assertThat(isOpen("#cell-1 .lines")).isFalse();
    browser.pressEnter();
    assertThat(isOpen("#cell-1 .lines")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "report, 1280, light",
    "report, 1280, dark",
    "report, 360, light",
    "report, 360, dark",
    "index, 1280, light",
    "index, 360, dark"
  })
  void nobodyIsLeftOut(String which, int width, String colours) throws IOException {
    browser.as("screen", colours);
    browser.show(which.equals("index") ? folder.resolve(OverviewPage.NAME) : page, width);
    browser.text("document.querySelectorAll('details').forEach(one => one.open = true)");
    assertThat(browser.barriers()).isEmpty();
  }

  @Test
  void darkIsDark() {
    String paper = "return getComputedStyle(document.documentElement).backgroundColor";
    browser.show(page, DESK);
    String light = browser.text(paper);
    browser.as("screen", "dark");
    assertThat(browser.text(paper)).isNotEqualTo(light).startsWith("rgb(2");
  }

  @ParameterizedTest
  @CsvSource({"1280", "360"})
  void nothingIsWiderThanTheScreen(int width) {
    browser.show(page, width);
    browser.text("document.querySelectorAll('details').forEach(one => one.open = true)");
    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
  }

  @Test
  void onPaperEverythingIsOpen() {
    browser.show(page, DESK);
    assertThat(new String(browser.printed(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(isOpen(".lines")).isFalse();
    browser.as("print", "light");
    assertThat(isOpen(".lines")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1280", "360"})
  void nothingRunsAndNothingIsAskedFor(int width) {
    var unused = browser.asked();
    browser.show(page, width);
    assertThat(browser.number("return document.scripts.length + document.images.length")).isZero();
    assertThat(browser.text("return document.title")).contains("– kverdict");
    assertThat(browser.said()).isEmpty();
    assertThat(browser.asked()).containsExactly(page.toUri().toString());
  }

  @Test
  void hostileTextIsSeenAsItIs() {
    browser.show(page, DESK);
    assertThat(browser.text("return document.querySelector('.reasons').textContent"))
        .contains("<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>")
        .contains("␛[31m␀⟨U+202E⟩exe⟨U+2066⟩⟨U+200B⟩⟨U+009B⟩2J⟨U+D800⟩</code></td></table>");
  }
}
