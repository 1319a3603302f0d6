package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that declare no steps, print nothing and repeat for ever. */
@Tag("vm")
class EndlessProgramsVmTest {

  private static final Pattern RAN =
      Pattern.compile(
          "each patched trial ran [0-9.]+ s or more, ([0-9.]+) x the slowest failure of the"
              + " control \\(([0-9.]+) s\\), ([0-9]+) processes");

  @TempDir Path runs;

  private Verdict verdict(String patch, String repro) {
    return KnownCases.verdict(runs, "debian-6.1", patch, repro, null);
  }

  @Test
  void aRightPatchOutlastsTheControlsFailures() {
    outlasts("endless", 0);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"endless-2s, 2", "endless-10s, 10", "endless-kills, 0"})
  void aRightPatchOutlastsOthersToo(String repro, double seconds) {
    outlasts(repro, seconds);
  }

  private void outlasts(String repro, double seconds) {
    Verdict verdict = verdict("right", repro);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.FIXED);
    Matcher ran = RAN.matcher(String.join("\n", verdict.reasons()));
    assertThat(ran.find()).as(verdict.reasons().toString()).isTrue();
    assertThat(Double.parseDouble(ran.group(1))).isGreaterThanOrEqualTo(3);
    assertThat(Double.parseDouble(ran.group(2))).isGreaterThanOrEqualTo(seconds);
    assertThat(Integer.parseInt(ran.group(3))).as("children").isGreaterThan(10);
    assertThat(verdict.reasons().toString()).contains("opened /dev/zero");
  }

  @Test
  void aPatchThatDoesNothingFailsWithinTheirTime() {
    failsWithinItsTime("endless");
  }

  @Tag("long")
  @Test
  void aPatchThatDoesNothingFailsWithinALongerTime() {
    failsWithinItsTime("endless-2s");
  }

  private void failsWithinItsTime(String repro) {
    Verdict verdict = verdict("fixes-nothing", repro);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.NOT_FIXED);
  }

  @Test
  void aProgramThatGivesUpEverywhereIsTheCasesMistakeInItsOwnWords() {
    Verdict verdict = verdict("right", "gives-up");
    assertThat(verdict.kind()).isEqualTo(VerdictKind.CASE_ERROR);
    assertThat(verdict.reasons().get(0))
        .contains("exit code 1: cannot set up: the device is not there");
  }

  @Tag("long")
  @Test
  void aProgramThatGivesUpOnThePatchedKernelProvesNothing() {
    Verdict verdict = verdict("breaks-move", "gives-up-if-refused");
    assertThat(verdict.kind())
        .as(verdict.reasons().toString())
        .isEqualTo(VerdictKind.REPRO_DID_NOT_RUN);
    assertThat(verdict.reasons().get(0)).contains("exit code 2: the move was refused");
  }

  @Test
  void aProgramThatGetsNothingAndSaysNothingDidNotRunAndWhatItLackedIsNamed() {
    Verdict verdict = verdict("right", "says-nothing");
    assertThat(verdict.kind())
        .as(verdict.reasons().toString())
        .isEqualTo(VerdictKind.REPRO_DID_NOT_RUN);
    assertThat(verdict.reasons().get(0)).endsWith("asked for: openat /dev/kverdict-none: ENOENT");
  }
}
