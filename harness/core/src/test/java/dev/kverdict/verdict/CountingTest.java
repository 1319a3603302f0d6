package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountingTest {

  private static final Outcome FAILED = CellSketch.bug();
  private static final Outcome CLEAN = CellSketch.clean();

  /** Outcomes with the names of their snapshots; "-" stands for a boot. */
  private static List<Outcome> trials(Outcome outcome, String... origins) {
    List<Outcome> trials = new ArrayList<>();
    for (String origin : origins) {
      trials.add(
          new Outcome(
              outcome.kind(),
              outcome.title(),
              outcome.detail(),
              outcome.stepsPassed(),
              outcome.settled(),
              outcome.site(),
              origin.equals("-") ? null : origin,
              outcome.findings(),
              null));
    }
    return trials;
  }

  @SafeVarargs
  private static List<Outcome> all(List<Outcome>... parts) {
    List<Outcome> all = new ArrayList<>();
    for (List<Outcome> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private static Verdict verdict(List<Outcome> control, List<Outcome> patched) {
    CellSketch cell = new CellSketch();
    cell.control.addAll(control);
    cell.patched.addAll(patched);
    return cell.verdict();
  }

  @Test
  void everyBootCounts() {
    List<Outcome> mixed = all(trials(FAILED, "-", "-"), trials(CLEAN, "-"));
    assertThat(Counting.ofControl(mixed)).isEqualTo(new TrialPlan.Counts(3, 2));
  }

  @Test
  void trialsFromTwoSnapshotsCountEachWhenAllFail() {
    List<Outcome> control = trials(FAILED, "a", "b", "a", "b", "a");
    assertThat(Counting.pools(control)).isTrue();
    assertThat(Counting.ofControl(control)).isEqualTo(new TrialPlan.Counts(5, 5));
  }

  @Test
  void oneSnapshotIsOneObservationHoweverOftenItFails() {
    List<Outcome> control = trials(FAILED, "a", "a", "a", "a", "a");
    assertThat(Counting.pools(control)).isFalse();
    assertThat(Counting.ofControl(control)).isEqualTo(new TrialPlan.Counts(1, 1));
  }

  @Test
  void aBootBesideASnapshotIsASecondOne() {
    List<Outcome> control = trials(FAILED, "a", "a", "-");
    assertThat(Counting.ofControl(control)).isEqualTo(new TrialPlan.Counts(3, 3));
  }

  @Test
  void aSnapshotFailsOnlyIfAllItsTrialsDo() {
    List<Outcome> control = all(trials(FAILED, "a", "a", "b"), trials(CLEAN, "b", "-"));
    assertThat(Counting.ofControl(control)).isEqualTo(new TrialPlan.Counts(3, 1));
  }

  @Test
  void aFaultOfTheHostCountsNowhere() {
    Outcome host = CellSketch.outcome(Outcome.Kind.INFRA, "host", 0);
    List<Outcome> control = all(trials(FAILED, "a", "b"), trials(host, "a", "-"));
    assertThat(Counting.ofControl(control)).isEqualTo(new TrialPlan.Counts(2, 2));
  }

  @Test
  void restoredTrialsProveAFixWhereTheControlAlwaysFails() {
    List<Outcome> patched = trials(CLEAN, "c", "d", "e", "c", "d", "e");
    Verdict verdict = verdict(trials(FAILED, "a", "b", "a", "b", "a"), patched);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reasons().get(0)).contains("(6 restored from 3 snapshots)");
    assertThat(verdict.patched()).isEqualTo(new Verdict.Tally(6, 0, 6, 6, 3));
    assertThat(verdict.pValue())
        .as("one of the 462 ways to choose 5 of 11")
        .isCloseTo(1.0 / 462, within(1e-12));
  }

  @Test
  void aPatchThatDoesNothingIsRarelyFixedThoughTheBootDecides() {
    for (double confidence : new double[] {0.8, 0.95, 0.99}) {
      int boots = Counting.patchedBoots(confidence);
      for (double q = 0; q <= 1; q += 0.01) {
        double fixed = Math.pow(q, Counting.CONTROL_BOOTS) * Math.pow(1 - q, boots);
        assertThat(fixed).as("rate %s, confidence %s", q, confidence).isLessThan(1 - confidence);
      }
    }
    assertThat(Counting.patchedBoots(0.95)).isEqualTo(3);
  }

  /**
   * Boots that the control and the patched kernel share: each has its own probability that the bug
   * shows in what goes on from it, drawn here from all distributions on two values. With s shared
   * boots the probability of a false FIXED is E[q(1-q)]^s E[q]^(2-s) E[1-q]^(b-s).
   */
  @Test
  void bootsThatAreSharedProveNoLessThanBootsOfTheirOwn() {
    for (double confidence : new double[] {0.8, 0.95, 0.99}) {
      int boots = Counting.patchedBoots(confidence);
      for (double low = 0; low <= 1; low += 0.05) {
        for (double high = low; high <= 1; high += 0.05) {
          for (double share = 0; share <= 1; share += 0.05) {
            double fails = share * high + (1 - share) * low;
            double differs = share * high * (1 - high) + (1 - share) * low * (1 - low);
            double own = Math.pow(fails, Counting.CONTROL_BOOTS) * Math.pow(1 - fails, boots);
            for (int shared = 0; shared <= Math.min(boots, Counting.CONTROL_BOOTS); shared++) {
              double fixed =
                  Math.pow(differs, shared)
                      * Math.pow(fails, Counting.CONTROL_BOOTS - shared)
                      * Math.pow(1 - fails, boots - shared);
              assertThat(fixed)
                  .as("%s of boots at %s, else %s, %d shared", share, high, low, shared)
                  .isLessThanOrEqualTo(own + 1e-12)
                  .isLessThan(1 - confidence);
            }
          }
        }
      }
    }
  }

  @Test
  void patchedTrialsOfTooFewSnapshotsProveLittle() {
    List<Outcome> patched = trials(CLEAN, "c", "d", "c", "d", "c", "d");
    Verdict verdict = verdict(trials(FAILED, "a", "b", "a", "b", "a"), patched);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
    assertThat(verdict.reasons().get(0)).contains("count as one (6 ran)");
  }

  @Test
  void restoredTrialsProveLittleWhereTheControlFailsOnlyAtTimes() {
    List<Outcome> control = all(trials(FAILED, "-", "-", "-", "-"), trials(CLEAN, "-"));
    List<Outcome> restored = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      restored.addAll(trials(CLEAN, "c", "d"));
    }
    assertThat(verdict(control, restored).kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
    List<Outcome> booted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      booted.addAll(trials(CLEAN, "-"));
    }
    assertThat(verdict(control, booted).kind()).isEqualTo(VerdictKind.FIXED);
  }

  @Test
  void whatIsComparedIsWhatCounts() {
    List<Outcome> control = all(trials(FAILED, "a", "a"), trials(CLEAN, "-"));
    List<Outcome> patched = trials(CLEAN, "c", "c", "c", "c");
    assertThat(verdict(control, patched).pValue()).isEqualTo(FisherExact.pValue(1, 2, 0, 1));
  }

  @Test
  void patchedTrialsThatFailCountInThePValue() {
    List<Outcome> control = trials(FAILED, "-", "-", "-", "-", "-");
    assertThat(verdict(control, trials(FAILED, "-", "-", "-")).pValue()).isEqualTo(1.0);
    List<Outcome> once = all(trials(FAILED, "-"), trials(CLEAN, "-", "-", "-", "-"));
    assertThat(verdict(control, once).pValue())
        .as("all 5 of the control and one of 5: 5 of the 210 ways to choose 6 of 10")
        .isCloseTo(5.0 / 210, within(1e-12));
  }
}
