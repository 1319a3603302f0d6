package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.VerdictKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview of runs: since when a patch is what it is. */
class OverviewPageTest {

  @TempDir private Path folder;

  private OverviewPage.Run run(String day, VerdictKind kind) {
    RunSketch sketch = new RunSketch(folder, "text").judged("v1", "cow", kind, 5, 0);
    sketch.started = "2026-01-" + day + "T03:04:05Z";
    return new OverviewPage.Run("run-" + day, sketch.result(), !day.equals("01"));
  }

  @Test
  void saysWhenAPatchStoppedWorking() {
    String page =
        OverviewPage.of(
            List.of(
                run("04", VerdictKind.NOT_FIXED),
                run("01", VerdictKind.NOT_FIXED),
                run("03", VerdictKind.NOT_FIXED),
                run("02", VerdictKind.FIXED)),
            List.of("run-05: is <broken>"));
    assertThat(page)
        .contains("4 runs", "1 case.")
        .containsPattern(
            "(?s)2026-01-03 03:04, before that FIXED until"
                + " <a href=\"\\./run-02/report.html\">2026-01-02 03:04")
        .containsSubsequence("\"./run-01/\"", "./run-02/report.html", "./run-03/", "./run-04/")
        .contains("run-05: is &lt;broken&gt;");
  }

  @Test
  void aPatchThatIsAsEverHasNoBefore() {
    String page = OverviewPage.of(List.of(run("01", VerdictKind.FIXED)), List.of());
    assertThat(page)
        .contains("FIXED", "2026-01-01 03:04")
        .doesNotContain("before that", "Not read");
  }
}
