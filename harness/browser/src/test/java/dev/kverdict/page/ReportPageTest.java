package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.CrashFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a run as text: what is on it, and what never is. */
class ReportPageTest {

  static final String HOSTILE =
      "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>"
          + "\u001b[31m\u0000\u202eexe\u2066\u200b\u009b2J\ud800</code></td></table>";

  @TempDir private Path folder;

  private RunSketch run(String text) throws IOException {
    return new RunSketch(folder, text)
        .patch("v1")
        .patch("v2")
        .cell("v1", "cow", VerdictKind.NOT_FIXED, 5, 6)
        .cell("v1", "stale", VerdictKind.FIXED, 5, 0)
        .cell("v2", "cow", VerdictKind.FIXED, 5, 0)
        .events();
  }

  private static List<String> all(String pattern, String page) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = Pattern.compile(pattern).matcher(page); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void theFirstScreenHasTheQuestionAndAnAnswerForEachPatch() throws IOException {
    String page = run("plain").page();
    assertThat(page)
        .startsWith("<!doctype html>")
        .containsSubsequence(
            "Which of these patches fix the bug?",
            "No.",
            "cow: 6 of 6 patched trials clean plain.",
            "1 of 2 reproducers and guards pass.",
            "Yes.",
            "Every patch against every reproducer");
  }

  @Test
  void aCellHasItsNumbersItsCrashAndItsConsole() throws IOException {
    String page = run("plain").page();
    assertThat(page)
        .contains("control: 5 of 5 fail; a rate between 48 % and 100 %")
        .contains("patched: 0 of 6 fail; a rate between 0 % and 46 %")
        .contains("failure rate of up to 46 % would still be possible")
        .contains("restored, user space after 1.60 s, program after 2.02 s, crash at 2.50 s")
        .contains("<b>kernel BUG in f plain</b>")
        .containsPattern("class=\"meant\"><td class=\"number\">3</td>")
        .containsPattern("class=\"crash\">\\[    2.500000\\] -+\\[ cut here")
        .containsPattern("cow <b>1 → 3</b>")
        .contains("<li>1 of 2, plain: <b>BREAKS</b>. plain</li>");
  }

  @Test
  void whatComesFromOutsideIsText() throws IOException {
    RunSketch sketch = run(HOSTILE);
    sketch.caseName = HOSTILE;
    String page = sketch.page();
    assertThat(page)
        .doesNotContain(
            "<script", "<img", "\u0000", "\u001b", "\u202e", "\u2066", "\u200b", "\u009b")
        .contains("&lt;script&gt;document.title=")
        .contains("␛[31m␀⟨U+202E⟩exe⟨U+2066⟩⟨U+200B⟩⟨U+009B⟩2J");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(page)).isTrue();
  }

  @Test
  void itLoadsNothingAndRunsNothing() throws IOException {
    String page = run("plain").page();
    assertThat(page).contains("content=\"default-src 'none'; style-src 'sha256-");
    assertThat(page).doesNotContainPattern("(?i)\\s(src|srcset|style|on[a-z]+)=");
    assertThat(page).doesNotContainPattern("(?i)<(script|link|iframe|object|embed|base|form)\\b");
    assertThat(all("href=\"([^\"]*)\"", page)).allMatch(link -> link.matches("(#|\\./).*"));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    String page = run("plain").page();
    List<String> ids = all("\\sid=\"([^\"]*)\"", page);
    List<String> links = all("href=\"([^\"]*)\"", page);
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    assertThat(links)
        .allSatisfy(
            link -> {
              if (link.startsWith("#")) {
                assertThat(ids).contains(link.substring(1));
              } else {
                assertThat(folder.resolve(link.replace("%2B", "+"))).exists();
              }
            });
  }

  @ParameterizedTest
  @EnumSource(VerdictKind.class)
  void everyVerdictHasAPageThatSaysWhatWouldChangeIt(VerdictKind kind) throws IOException {
    String page = new RunSketch(folder, "plain").cell("v1", "cow", kind, 5, 0).page();
    assertThat(page).contains("Does this patch fix the bug?", kind.name());
    assertThat(page).containsPattern("What would change this verdict</h4>\\s*<p>[A-Z]");
  }

  @Test
  void aRunWithoutEvidenceHasAPage() throws IOException {
    String page =
        new RunSketch(folder, "plain").judged("v1", "cow", VerdictKind.BUILD_FAILED, 0, 0).page();
    assertThat(page).contains("BUILD_FAILED", "fs/small/small.c:3 (+2 -1)", "1 → 3");
  }

  @Test
  void aResultWithImpossibleNumbersIsRefused() {
    RunSketch sketch = new RunSketch(folder, "plain").judged("v1", "cow", VerdictKind.FIXED, 9, 0);
    assertThatThrownBy(sketch::page)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has a result with impossible numbers; run the matrix again");
  }

  @Test
  void anOlderRunHasWhatItsConsoleAndItsFileOfCrashesTell() throws IOException {
    RunSketch sketch = run("plain");
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.endsWith(CrashFile.NAME)).toList()) {
        Files.delete(file);
      }
    }
    assertThat(sketch.page())
        .containsPattern("<pre [^>]*>kernel BUG in f plain</pre>")
        .containsPattern("class=\"crash\">\\[    2.50000[01]\\] ");
  }

  @Test
  void aHugeConsoleIsCutAroundTheCrash() throws IOException {
    RunSketch sketch = run("plain");
    Path console = folder.resolve("trials/k/cow/1/console.log");
    String whole = Files.readString(console);
    int crash = whole.indexOf("[    2.500000]");
    long gap = 100L << 20;
    try (RandomAccessFile file = new RandomAccessFile(console.toFile(), "rw")) {
      file.setLength(gap);
      file.seek(gap);
      file.write(("\n" + whole.substring(crash)).getBytes(StandardCharsets.UTF_8));
    }
    Path crashes = console.resolveSibling(CrashFile.NAME);
    Files.writeString(
        crashes,
        Files.readString(crashes).replaceFirst("\"offset\":" + crash, "\"offset\":" + (gap + 1)));
    String page = sketch.page();
    assertThat(page).hasSizeLessThan(400_000);
    assertThat(page)
        .contains(
            "Console, 100.0 MiB, cut", "100.0 MiB left out here", "trials/k/cow/1/console.log")
        .containsPattern("class=\"crash\">\\[    2.500000\\] ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc", "trials/link"})
  void nothingOutsideOfTheRunIsRead(String place) throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("hostname"), "secret");
    Files.createDirectories(run.resolve("trials"));
    Files.createSymbolicLink(run.resolve("trials/link"), outside);
    RunFiles files = new RunFiles(run);
    assertThat(files.small(place + "/hostname", 1000)).isEmpty();
    assertThat(files.names(place)).isEmpty();
  }

  @Test
  void linksAreRelativeWhateverAFolderIsCalled() {
    assertThat(RunFiles.link("javascript:alert(1)")).isEqualTo("./javascript:alert(1)");
    assertThat(RunFiles.link("a b/\"?#%")).isEqualTo("./a%20b/%22%3F%23%25");
  }
}
