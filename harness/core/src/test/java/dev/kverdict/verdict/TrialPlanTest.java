package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.verdict.TrialPlan.Counts;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact enumeration of all courses, without random numbers. */
class TrialPlanTest {

  private static final int MAX = 100;

  /** Probability of each pair of counts at which the control's trials end. */
  private static Map<Counts, Double> ends(ToIntFunction<Counts> next, double rate) {
    Map<Counts, Double> ends = new HashMap<>();
    Map<Counts, Double> open = new HashMap<>(Map.of(new Counts(0, 0), 1.0));
    while (!open.isEmpty()) {
      Map<Counts, Double> later = new HashMap<>();
      open.forEach(
          (counts, chance) -> {
            int wanted = next.applyAsInt(counts);
            if (wanted <= counts.trials()) {
              ends.merge(counts, chance, Double::sum);
            } else {
              step(counts, wanted, rate, chance, later);
            }
          });
      open = later;
    }
    return ends;
  }

  /** Adds the outcomes of the trials up to the next look. */
  private static void step(
      Counts counts, int wanted, double rate, double chance, Map<Counts, Double> later) {
    int more = wanted - counts.trials();
    double[] failures = new double[more + 1];
    failures[0] = 1;
    for (int trial = 1; trial <= more; trial++) {
      for (int k = trial; k >= 0; k--) {
        failures[k] = failures[k] * (1 - rate) + (k > 0 ? failures[k - 1] * rate : 0);
      }
    }
    for (int k = 0; k <= more; k++) {
      later.merge(new Counts(wanted, counts.failures() + k), chance * failures[k], Double::sum);
    }
  }

  /** FIXED needs as many clean patched trials as the plan asks for, all that are allowed. */
  private static double fixed(TrialPlan plan, double rate, double patchedRate) {
    return ends(plan::controlTrials, rate).entrySet().stream()
        .filter(end -> end.getKey().failures() > 0)
        .filter(end -> plan.needed(end.getKey()) <= plan.patchedTrials(end.getKey()))
        .mapToDouble(
            end -> end.getValue() * Math.pow(1 - patchedRate, plan.patchedTrials(end.getKey())))
        .sum();
  }

  private static double[] rates() {
    return IntStream.rangeClosed(1, 20).mapToDouble(i -> i / 20.0).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.95, 0.99})
  void patchThatDoesNothingIsSeldomCalledFixed(double confidence) {
    for (int max : new int[] {20, MAX, 1000}) {
      TrialPlan plan = TrialPlan.of(confidence, max);
      for (double rate : rates()) {
        assertThat(fixed(plan, rate, rate))
            .as("rate %s, confidence %s, at most %d", rate, confidence, max)
            .isLessThanOrEqualTo(1 - confidence);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "10", "20", "40", "80"})
  void neitherIsItWithAFixedNumberOfTrials(int trials) {
    TrialPlan plan = TrialPlan.fixed(trials, 0.95);
    for (double rate : rates()) {
      assertThat(fixed(plan, rate, rate)).as("rate %s", rate).isLessThanOrEqualTo(0.05);
    }
  }

  /**
   * The check above can fail: a plan that believes the rate it happens to see is wrong too often.
   */
  @Test
  void planWithoutABoundWouldBeFoundOut() {
    TrialPlan plan = TrialPlan.of(0.95, 1000);
    double worst = 0;
    for (double rate : rates()) {
      double sum = 0;
      for (Map.Entry<Counts, Double> end : ends(plan::controlTrials, rate).entrySet()) {
        Counts counts = end.getKey();
        if (counts.failures() > 0) {
          double seen = (double) counts.failures() / counts.trials();
          int believed = Bound.cleanTrialsNeeded(seen, 0.95);
          sum += end.getValue() * Math.pow(1 - rate, believed);
        }
      }
      worst = Math.max(worst, sum);
    }
    assertThat(worst).isGreaterThan(0.05);
  }

  @Test
  void rightPatchForABugThatAlwaysShowsTakesElevenTrials() {
    TrialPlan plan = TrialPlan.of(0.95, MAX);
    assertThat(plan.controlTrials(new Counts(0, 0))).isEqualTo(5);
    assertThat(plan.controlTrials(new Counts(5, 5))).isEqualTo(5);
    assertThat(plan.patchedTrials(new Counts(5, 5))).isEqualTo(6);
    assertThat(plan.interleave(new Counts(5, 5))).isFalse();
  }

  @Test
  void looksAgainUntilItHasFailedAndThePriceIsAllowed() {
    TrialPlan plan = TrialPlan.of(0.95, MAX);
    assertThat(plan.controlTrials(new Counts(5, 0))).isEqualTo(10);
    assertThat(plan.controlTrials(new Counts(10, 0))).isEqualTo(20);
    assertThat(plan.controlTrials(new Counts(40, 0))).isEqualTo(80);
    assertThat(plan.controlTrials(new Counts(80, 0))).isEqualTo(80);
    assertThat(plan.needed(new Counts(80, 0))).isEqualTo(Integer.MAX_VALUE);
    assertThat(TrialPlan.of(0.95, 7).controlTrials(new Counts(5, 0))).isEqualTo(7);
  }

  @Test
  void controlThatFailsAtTimesIsInterleaved() {
    assertThat(TrialPlan.of(0.95, MAX).interleave(new Counts(5, 2))).isTrue();
    assertThat(TrialPlan.of(0.95, MAX).interleave(new Counts(5, 0))).isFalse();
    assertThat(TrialPlan.fixed(5, 0.95).interleave(new Counts(5, 2))).isFalse();
  }

  /** The cost of a correct patch, and how often the budget is not enough. */
  @Test
  void priceOfAVerdict() {
    Map<Double, Double> decided = new TreeMap<>();
    StringBuilder table =
        new StringBuilder("rate  control  patched  FIXED if right  FIXED if it does nothing\n");
    TrialPlan plan = TrialPlan.of(0.95, MAX);
    for (double rate : rates()) {
      double control = 0;
      double patched = 0;
      for (Map.Entry<Counts, Double> end : ends(plan::controlTrials, rate).entrySet()) {
        control += end.getValue() * end.getKey().trials();
        patched +=
            end.getKey().failures() == 0 ? 0 : end.getValue() * plan.patchedTrials(end.getKey());
      }
      decided.put(rate, fixed(plan, rate, 0));
      table.append(
          "%4.2f  %7.1f  %7.1f  %14.4f  %24.4f%n"
              .formatted(rate, control, patched, fixed(plan, rate, 0), fixed(plan, rate, rate)));
    }
    System.out.print(table);
    assertThat(decided.get(1.0)).isEqualTo(1.0);
    assertThat(decided.get(0.2)).isGreaterThan(0.9);
  }

  @Test
  void aFixedNumberHoldsForEverySideAndGuard() {
    TrialPlan plan = TrialPlan.fixed(7, 0.95);
    assertThat(plan.isFixed()).isTrue();
    assertThat(plan.controlTrials(new Counts(0, 0))).isEqualTo(7);
    assertThat(plan.mostControlTrials()).isEqualTo(7);
    assertThat(plan.patchedTrials(new Counts(7, 7))).isEqualTo(7);
    assertThat(plan.guardTrials()).isEqualTo(7);
  }

  @Test
  void otherwiseTheLooksAndTheLimitBoundIt() {
    assertThat(TrialPlan.of(0.95, MAX).isFixed()).isFalse();
    assertThat(TrialPlan.of(0.95, MAX).mostControlTrials()).isEqualTo(80);
    assertThat(TrialPlan.of(0.95, 30).mostControlTrials()).isEqualTo(30);
    assertThat(TrialPlan.of(0.95, MAX).guardTrials()).isEqualTo(5);
    assertThat(TrialPlan.of(0.95, 3).guardTrials()).isEqualTo(3);
  }
}
