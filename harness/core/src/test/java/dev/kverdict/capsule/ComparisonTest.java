package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is equal, what differs, and the exit code of that. */
class ComparisonTest {

  private static final Manifest.Host HOST = new Manifest.Host("0.1.0", "QEMU 7.2", "kvm");

  private static Expected.Shown failed(String title, int steps, int trials) {
    return new Expected.Shown(Outcome.Kind.FAILED_AS_EXPECTED, title, steps, trials);
  }

  private static Expected.Shown clean(int trials) {
    return new Expected.Shown(Outcome.Kind.CLEAN, "", 6, trials);
  }

  private static Expected.Series series(String name, Expected.Shown... shown) {
    int trials = Stream.of(shown).mapToInt(Expected.Shown::trials).sum();
    return new Expected.Series(name, trials, List.of(shown));
  }

  private static Expected of(VerdictKind kind, Expected.Series... series) {
    return new Expected(kind, "", Reached.Answer.YES, List.of(series));
  }

  private static final Expected FIXED =
      of(
          VerdictKind.FIXED,
          series(Expected.CONTROL, failed("check zero", 5, 5)),
          series(Expected.PATCHED, clean(6)));

  private static Comparison compared(Expected then, Expected now) {
    return Comparison.of(HOST, then, new Manifest.Host("0.1.0", "QEMU 8.2", "tcg"), now);
  }

  private static List<String> different(Comparison comparison) {
    return comparison.lines().stream()
        .filter(line -> line.state() == Comparison.State.DIFFERS)
        .map(line -> line.subject() + ": " + line.words())
        .toList();
  }

  @Test
  void theSameIsEqualOnAnotherHost() {
    Comparison same = compared(FIXED, FIXED);
    assertThat(same.exitCode()).isZero();
    assertThat(different(same)).isEmpty();
    assertThat(same.lines())
        .contains(
            new Comparison.Line(Comparison.State.EQUAL, "verdict", "FIXED"),
            new Comparison.Line(
                Comparison.State.EQUAL,
                "control",
                "FAILED_AS_EXPECTED, check zero, steps done: 5: 5 of 5 trials then, 5 of 5 now"),
            new Comparison.Line(Comparison.State.HOST, "accelerator", "kvm then, tcg now"));
  }

  @Test
  void anotherVerdictDiffers() {
    Comparison other =
        compared(of(VerdictKind.NOT_FIXED, FIXED.series().toArray(Expected.Series[]::new)), FIXED);
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(different(other)).containsExactly("verdict: NOT_FIXED then, FIXED now");
  }

  @Test
  void luckIsNoDifference() {
    Expected then =
        of(
            VerdictKind.NOT_FIXED,
            series(Expected.CONTROL, failed("crash", 0, 6), clean(4)),
            series(Expected.PATCHED, failed("crash", 0, 5), clean(1)));
    Expected now =
        of(
            VerdictKind.NOT_FIXED,
            series(Expected.CONTROL, failed("crash", 0, 4), clean(6)),
            series(Expected.PATCHED, failed("crash", 0, 6)));
    assertThat(compared(then, now).exitCode()).isZero();
    assertThat(compared(now, then).exitCode()).isZero();
  }

  @Test
  void anotherRateDiffersIfLuckDoesNotExplainIt() {
    Expected then =
        of(VerdictKind.NOT_FIXED, series(Expected.CONTROL, failed("crash", 0, 20), clean(1)));
    Expected now =
        of(VerdictKind.NOT_FIXED, series(Expected.CONTROL, failed("crash", 0, 5), clean(16)));
    assertThat(compared(then, now).exitCode()).isEqualTo(1);
    assertThat(different(compared(then, now))).hasSize(2).first().asString().contains("p = ", "20");
  }

  @Test
  void whatMostTrialsShowHasToBeSeenAgain() {
    Expected then = of(VerdictKind.NOT_FIXED, series(Expected.PATCHED, failed("crash a", 0, 3)));
    Expected title = of(VerdictKind.NOT_FIXED, series(Expected.PATCHED, failed("crash b", 0, 3)));
    Expected place = of(VerdictKind.NOT_FIXED, series(Expected.PATCHED, failed("crash a", 1, 3)));
    assertThat(compared(then, title).exitCode()).isEqualTo(1);
    assertThat(compared(then, place).exitCode()).isEqualTo(1);
    assertThat(different(compared(then, title))).hasSize(2);
    assertThat(compared(then, of(VerdictKind.NOT_FIXED)).exitCode()).isEqualTo(1);
  }

  @Test
  void noAnswerIsNoDifference() {
    assertThat(compared(FIXED, of(VerdictKind.NOT_REPRODUCED)).exitCode()).isEqualTo(3);
    assertThat(compared(FIXED, of(VerdictKind.INCONCLUSIVE)).exitCode()).isEqualTo(3);
    Expected open = of(VerdictKind.INCONCLUSIVE);
    assertThat(compared(open, open).exitCode()).isEqualTo(3);
    Expected rare = of(VerdictKind.NOT_REPRODUCED);
    assertThat(compared(rare, rare).exitCode()).isZero();
    assertThat(compared(FIXED, of(VerdictKind.INFRA_ERROR)).exitCode()).isEqualTo(4);
  }
}
