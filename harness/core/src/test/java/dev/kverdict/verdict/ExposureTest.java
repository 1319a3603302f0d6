package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Ran;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExposureTest {

  private static final ReproducerDef PROGRAM = TrialSketch.endlessProgram().program();
  private static final List<String> OCFS2 = List.of("ocfs2", "tmpfs");
  private static final List<String> LOOP = List.of("loop", "loop-control");

  private static Outcome outcome(Outcome.Kind kind, Ran ran) {
    boolean clean = kind == Outcome.Kind.CLEAN;
    String title = clean ? "" : CellSketch.BUG;
    return new Outcome(kind, title, "seen", 0, clean, null, null, List.of(), ran);
  }

  private static Outcome fails(long millis) {
    return outcome(Outcome.Kind.FAILED_AS_EXPECTED, new Ran(millis, false, 20, OCFS2, LOOP));
  }

  private static Outcome survives(long millis) {
    return outcome(Outcome.Kind.CLEAN, new Ran(millis, false, 200, OCFS2, LOOP));
  }

  private static Duration time(Outcome... control) {
    return Exposure.of(PROGRAM, List.of(control)).time();
  }

  @Test
  void threeTimesTheSlowestFailureButNotLessThanTheStartOfAProgram() {
    assertThat(time(fails(3400), fails(200), fails(1200))).isEqualTo(Duration.ofMillis(10_200));
    assertThat(time(fails(20), fails(30))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aControlThatDoesNotAlwaysFailAsksForTheWholeLimit() {
    assertThat(time(fails(200), survives(30_000))).isNull();
    assertThat(time(fails(200), outcome(Outcome.Kind.HUNG, new Ran(9, false, 0, OCFS2, LOOP))))
        .isNull();
    assertThat(time(fails(200), outcome(Outcome.Kind.FAILED_AS_EXPECTED, null))).isNull();
    assertThat(time(survives(30_000))).isNull();
    assertThat(time()).isNull();
    assertThat(time(fails(1000), outcome(Outcome.Kind.INFRA, null)))
        .as("a fault of the host says nothing")
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aProgramWithStepsHasAnEndOfItsOwn() {
    ReproducerDef steps = TrialSketch.clean().program();
    assertThat(Exposure.of(steps, List.of(fails(3400)))).isEqualTo(Exposure.NONE);
    assertThat(TrialSketch.silentProgram().guard().program().endless()).isFalse();
  }

  private static Outcome compared(Ran ran, Outcome... control) {
    return Exposure.of(PROGRAM, List.of(control)).compared(outcome(Outcome.Kind.CLEAN, ran));
  }

  @Test
  void aProgramMustDoWhatItDidOnTheControl() {
    Outcome[] control = {
      fails(400),
      outcome(
          Outcome.Kind.FAILED_AS_EXPECTED, new Ran(900, false, 8, List.of("ocfs2", "proc"), LOOP))
    };
    assertThat(compared(new Ran(2700, false, 8, List.of("ocfs2"), LOOP), control).kind())
        .isEqualTo(Outcome.Kind.CLEAN);
    Outcome without = compared(new Ran(2700, false, 300, List.of("proc"), LOOP), control);
    assertThat(without.kind()).isEqualTo(Outcome.Kind.NOT_RUN);
    assertThat(without.detail())
        .isEqualTo("the program did not mount ocfs2, as it did on the control");
    Outcome idle = compared(new Ran(2700, false, 7, List.of("ocfs2"), LOOP), control);
    assertThat(idle.kind()).isEqualTo(Outcome.Kind.NOT_RUN);
    assertThat(idle.detail())
        .isEqualTo(
            "the program started 7 processes in 2.7 s,"
                + " on the control at least 8 before it failed");
  }

  @Test
  void aProgramMustOpenTheDevicesItOpenedOnTheControl() {
    Outcome[] control = {
      fails(400),
      outcome(
          Outcome.Kind.FAILED_AS_EXPECTED, new Ran(900, false, 8, OCFS2, List.of("loop", "kvm")))
    };
    assertThat(compared(new Ran(2700, false, 20, OCFS2, List.of("fuse", "loop")), control).kind())
        .as("loop-control was opened in one trial of the control only")
        .isEqualTo(Outcome.Kind.CLEAN);
    Outcome without = compared(new Ran(2700, false, 20, OCFS2, List.of("fuse")), control);
    assertThat(without.kind()).isEqualTo(Outcome.Kind.NOT_RUN);
    assertThat(without.detail())
        .isEqualTo("the program did not open /dev/loop, as it did on the control");
  }

  @Test
  void aProgramThatGivesUpAtOnceDidNotRun() {
    Outcome gone = compared(new Ran(190, true, 20, OCFS2, LOOP), fails(400), fails(900));
    assertThat(gone.kind()).isEqualTo(Outcome.Kind.NOT_RUN);
    assertThat(gone.detail())
        .isEqualTo(
            "the program ended by itself after 0.1 s;"
                + " the control failed after 0.4 s at the earliest");
    assertThat(compared(new Ran(210, true, 20, OCFS2, LOOP), fails(400), fails(900)).kind())
        .as("it did its work, and came to its end")
        .isEqualTo(Outcome.Kind.CLEAN);
  }

  @Test
  void aTrialThatWasTooShortProvesNothing() {
    assertThat(compared(new Ran(899, false, 20, OCFS2, LOOP), fails(900)).kind())
        .isEqualTo(Outcome.Kind.TIMEOUT);
    assertThat(compared(new Ran(900, false, 20, OCFS2, LOOP), fails(900)).kind())
        .isEqualTo(Outcome.Kind.CLEAN);
  }

  @Test
  void otherOutcomesAreLeftAsTheyAre() {
    Outcome failure = fails(10);
    assertThat(Exposure.of(PROGRAM, List.of(fails(900))).compared(failure)).isSameAs(failure);
    Outcome clean = survives(10);
    assertThat(Exposure.NONE.compared(clean)).isSameAs(clean);
  }

  @Test
  void aVerdictSaysHowLongThePatchedTrialsRan() {
    CellSketch cell = CellSketch.endless();
    for (int i = 0; i < 5; i++) {
      cell.control.add(fails(i == 2 ? 3400 : 200));
    }
    for (int i = 0; i < 6; i++) {
      cell.patched.add(survives(i == 2 ? 14_000 : 14_900));
    }
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reasons())
        .contains(
            "each patched trial ran 14 s or more, 4.1 x the slowest failure of the control"
                + " (3.4 s), 200 processes, mounted ocfs2, tmpfs,"
                + " opened /dev/loop, /dev/loop-control");
  }

  // ---- what a patch that does nothing comes to ----

  /** The probability that a trial fails at tick t, for t from 1; the rest never fails. */
  static Stream<Named<IntToDoubleFunction>> distributions() {
    return Stream.of(
        Named.of("at once", t -> t == 1 ? 1 : 0),
        Named.of("at once or never", t -> t == 1 ? 0.9 : 0),
        Named.of("evenly", t -> t <= TICKS ? 1.0 / TICKS : 0),
        Named.of("half of them evenly", t -> t <= TICKS ? 0.5 / TICKS : 0),
        Named.of("without memory", t -> 0.02 * Math.pow(0.98, t - 1)),
        Named.of("early or very late", t -> t == 1 ? 0.8 : t == TICKS ? 0.2 : 0),
        Named.of("with a long tail", t -> 1.0 / t - 1.0 / (t + 1)),
        Named.of("doubling", t -> Integer.bitCount(t) == 1 ? 1.0 / 12 : 0));
  }

  private static final int TICKS = 2000;
  private static final int CONTROL = 5;
  private static final int PATCHED = 6;

  /**
   * The probability that all control trials fail within the limit, and all patched trials outlast
   * {@code factor} times the slowest of them.
   */
  private static double chance(IntToDoubleFunction distribution, int factor) {
    double[] within = new double[factor * TICKS + 1];
    for (int t = 1; t < within.length; t++) {
      within[t] = within[t - 1] + distribution.applyAsDouble(t);
    }
    double chance = 0;
    for (int slowest = 1; slowest <= TICKS; slowest++) {
      double isSlowest =
          Math.pow(within[slowest], CONTROL) - Math.pow(within[slowest - 1], CONTROL);
      chance += isSlowest * Math.pow(1 - within[factor * slowest], PATCHED);
    }
    return chance;
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void whateverTheTimesAPatchThatDoesNothingSeldomLooksRight(IntToDoubleFunction distribution) {
    double bound = 1 / BinomialCoefficientDouble.value(CONTROL + PATCHED, CONTROL);
    assertThat(TrialPlan.of(0.95, 100).patchedTrials(new TrialPlan.Counts(CONTROL, CONTROL)))
        .isEqualTo(PATCHED);
    assertThat(chance(distribution, 1)).isLessThanOrEqualTo(bound);
    assertThat(chance(distribution, 3)).isLessThanOrEqualTo(chance(distribution, 1));
    // The other ways to be FIXED need a control that does not always fail; they are no likelier
    // than with any program (TrialPlanTest), and both together stay below 5 %.
    assertThat(bound).isLessThan(0.0022);
  }

  @Test
  void theBoundIsReachedWhereNoTwoTimesAreTheSame() {
    double bound = 1 / BinomialCoefficientDouble.value(CONTROL + PATCHED, CONTROL);
    assertThat(chance(t -> t <= TICKS ? 1.0 / TICKS : 0, 1)).isCloseTo(bound, within(bound / 100));
  }

  @Test
  void theSlowestOfFiveFailuresBoundsTheRateAsFiveOfFiveDo() {
    // F(M) is at most p with probability p^5, for M the largest of five draws.
    double bound = Bound.lowerRate(CONTROL, CONTROL, 0.95);
    assertThat(Math.pow(bound, CONTROL)).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void trialsOfOneSideNeverNeedTheOthersMounts() {
    List<Outcome> control = new ArrayList<>(List.of(fails(400)));
    control.add(outcome(Outcome.Kind.FAILED_AS_EXPECTED, new Ran(300, false, 0, List.of(), LOOP)));
    assertThat(
            Exposure.of(PROGRAM, control)
                .compared(outcome(Outcome.Kind.CLEAN, new Ran(2000, false, 0, List.of(), LOOP)))
                .kind())
        .as("a control that died before it mounted anything asks for nothing")
        .isEqualTo(Outcome.Kind.CLEAN);
  }
}
