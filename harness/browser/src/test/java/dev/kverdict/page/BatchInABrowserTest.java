package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.net.URI;
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

/** What a person meets on the page of a batch, whose texts from outside are all hostile. */
@NeedsBrowser
class BatchInABrowserTest {

  private static final int DESK = 1280;

  /** A name of a patch that no file system takes, in a directory that does not exist. */
  private static final String NAME = "../" + ReportPageTest.HOSTILE;

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

  private static Candidate candidate(String name, Candidate.Standing standing) {
    return new Candidate("k", name, NAME, "mend it " + ReportPageTest.HOSTILE, standing);
  }

  /** One candidate in each state that there is. */
  @BeforeEach
  void write() throws IOException {
    RunSketch run =
        new RunSketch(folder.resolve("run"), ReportPageTest.HOSTILE)
            .patch("v1")
            .patch("v2")
            .cell("v2", "cow", VerdictKind.FIXED, 5, 0)
            .cell("v1", "cow", VerdictKind.NOT_FIXED, 5, 6)
            .events();
    run.page();
    Candidate good =
        candidate(
            "v2", new Candidate.Judged(VerdictClass.PASS, VerdictKind.FIXED, "cow", "", 1, 1));
    Candidate bad =
        candidate(
            "v1",
            new Candidate.Judged(
                VerdictClass.FAIL, VerdictKind.NOT_FIXED, "cow", ReportPageTest.HOSTILE, 1, 2));
    Candidate open =
        candidate(
            "v3",
            new Candidate.Judged(
                VerdictClass.UNDECIDED, VerdictKind.INCONCLUSIVE, "cow", "few", 1, 2));
    Candidate same = candidate("v4", new Candidate.Duplicate("v2", "line by line"));
    Candidate late = candidate("v5", new Candidate.NotReached(ReportPageTest.HOSTILE));
    Candidate none = candidate(NAME, new Candidate.Unreadable(ReportPageTest.HOSTILE));
    page = run.folder.resolve(BatchPage.NAME);
    Files.writeString(
        page,
        BatchPage.of(
            run.result(),
            List.of(
                new RankedCandidate(1, good, good),
                new RankedCandidate(1, same, good),
                new RankedCandidate(2, open, open),
                new RankedCandidate(3, bad, bad),
                new RankedCandidate(0, late, late),
                new RankedCandidate(0, none, none)),
            run.folder),
        StandardCharsets.UTF_8);
    browser.as("screen", "light");
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
  void nobodyIsLeftOut(int width, String colours) throws IOException {
    browser.as("screen", colours);
    browser.show(page, width);
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
  }

  @Test
  void everyLinkLeadsToWhatIsThere() {
    browser.show(page, DESK);
    List<String> links =
        browser
            .text("return [...document.querySelectorAll('a[href]')].map(a => a.href).join('\\n')")
            .lines()
            .toList();
    for (String link : links) {
      URI address = URI.create(link);
      assertThat(address.getScheme()).isEqualTo("file");
      Path file = Path.of(address.getPath());
      assertThat(file).startsWith(page.getParent()).exists();
    }
    assertThat(links)
        .extracting(link -> link.replaceFirst(".*/run/", ""))
        .containsExactlyInAnyOrder(
            "report.html#patch-1",
            "patches/v2/",
            "trials/k+v2/",
            "report.html#patch-1",
            "patches/v2/",
            "trials/k+v2/",
            "report.html#patch-2",
            "patches/v1/",
            "trials/k+v1/",
            "report.html");
  }

  @Test
  void aVerdictIsAClickAway() {
    browser.show(page, DESK);
    browser.click("tbody tr:nth-child(4) a.verdict");
    assertThat(browser.text("return location.href")).endsWith("report.html#patch-2");
    assertThat(browser.truth("return document.querySelector(':target') !== null")).isTrue();
    assertThat(browser.text("return document.querySelector(':target').textContent")).contains("v1");
  }

  @Test
  void hostileTextIsSeenAsItIs() {
    browser.show(page, DESK);
    String seen = "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>";
    for (String row : List.of("1", "4", "6")) {
      assertThat(
              browser.text(
                  "return document.querySelector('tbody tr:nth-child(" + row + ")').innerText"))
          .contains(seen)
          .contains("␛[31m␀⟨U+202E⟩exe⟨U+2066⟩⟨U+200B⟩⟨U+009B⟩2J⟨U+D800⟩</code></td></table>");
    }
    assertThat(browser.text("return document.querySelector('tbody tr:nth-child(6) th').innerText"))
        .startsWith("../" + seen);
  }

  @Test
  void nothingRunsAndNothingIsAskedFor() {
    var unused = browser.asked();
    browser.show(page, DESK);
    assertThat(browser.number("return document.scripts.length + document.images.length")).isZero();
    assertThat(browser.text("return document.title")).contains("candidates – kverdict");
    assertThat(browser.said()).isEmpty();
    assertThat(browser.asked()).containsExactly(page.toUri().toString());
  }
}
