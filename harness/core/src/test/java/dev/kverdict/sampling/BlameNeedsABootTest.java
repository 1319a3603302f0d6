package dev.kverdict.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * By exact enumeration of what can happen, on the code that runs and judges a cell: a saved machine
 * that is broken blames nobody, and the rule that sees to that keeps what the plan promises.
 */
class BlameNeedsABootTest {

  private static final int MACHINES = 2 + 3;

  /** Everything a broken snapshot might show: every kind, with and without findings. */
  private static Stream<Outcome> lies() {
    Stream<Outcome> outcomes =
        Stream.of(Outcome.Kind.values())
            .filter(kind -> kind != Outcome.Kind.INFRA)
            .map(kind -> ScriptedSource.outcome(kind, title(kind)));
    Stream<Outcome> findings =
        Stream.of(Finding.Kind.values()).map(kind -> ScriptedSource.cleanBut(kind));
    return Stream.concat(outcomes, findings);
  }

  private static String title(Outcome.Kind kind) {
    return switch (kind) {
      case FAILED_AS_EXPECTED -> ScriptedSource.BUG;
      case CLEAN -> "";
      default -> "something else";
    };
  }

  private static Stream<Arguments> liesOnEitherProgram() {
    return Stream.of(true, false).flatMap(guard -> lies().map(lie -> Arguments.of(guard, lie)));
  }

  /** The bits say which snapshots are broken: two of the control, three of the patched kernel. */
  private static ScriptedCell rightPatch(boolean guard, int broken, Outcome lie) {
    Outcome before = guard ? ScriptedSource.CLEAN : ScriptedSource.FAILS;
    return new ScriptedCell(
        guard,
        0.95,
        100,
        (machine, number) -> isBroken(broken, machine, 0) ? lie : before,
        (machine, number) -> isBroken(broken, machine, 2) ? lie : ScriptedSource.CLEAN);
  }

  private static boolean isBroken(int broken, String machine, int offset) {
    return machine != null && (broken >> offset + machine.charAt(1) - '1' & 1) == 1;
  }

  @ParameterizedTest
  @MethodSource("liesOnEitherProgram")
  void aRightPatchIsNeverBlamedWhicheverMachinesAreBroken(boolean guard, Outcome lie) {
    for (int broken = 0; broken < 1 << MACHINES; broken++) {
      ScriptedCell cell = rightPatch(guard, broken, lie);
      Verdict verdict = cell.verdict();
      assertThat(verdict.kind().verdictClass())
          .as("machines %s show %s: %s", Integer.toBinaryString(broken), lie, verdict)
          .isEqualTo(VerdictClass.PASS);
    }
  }

  @Test
  void aMachineIsThrownAwayExactlyWhenNoBootShowsWhatItShows() {
    Outcome lie = ScriptedSource.HANGS;
    ScriptedCell cell = rightPatch(false, 0b00101, lie);
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(cell.control.discarded()).containsOnlyKeys("m1");
    assertThat(cell.patched.discarded()).containsOnlyKeys("m1");
    assertThat(cell.control.discarded().get("m1"))
        .isEqualTo(
            "HUNG (task hung in f) in 3 of 3 trials that went on from it,"
                + " in none of 3 that booted");
  }

  @ParameterizedTest
  @MethodSource("lies")
  void noMachineIsPutToATestWhereNothingIsAccused(Outcome ignored) {
    ScriptedCell cell = rightPatch(false, 0, ignored);
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(cell.control.order()).hasSize(5).allMatch(trial -> trial.contains(" on m"));
    assertThat(cell.patched.order()).hasSize(6).allMatch(trial -> trial.contains(" on m"));
  }

  @Test
  void aPatchThatDoesNothingIsBlamedByABootToo() {
    ScriptedCell cell =
        new ScriptedCell(
            false, 0.95, 100, (m, n) -> ScriptedSource.FAILS, (m, n) -> ScriptedSource.FAILS);
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(verdict.reasons().get(0))
        .contains("in 3 of 3 patched trials, in 2 that were restored and 1 that booted");
    assertThat(cell.patched.order()).containsExactly("plain 1 on m1", "plain 2 on m2", "booted 1");
  }

  @Test
  void whatABootShowsTooIsHeldAgainstAPatch() {
    for (Outcome shown : lies().toList()) {
      ScriptedCell cell =
          new ScriptedCell(false, 0.95, 100, (m, n) -> ScriptedSource.FAILS, (m, n) -> shown);
      boolean clean = shown.kind() == Outcome.Kind.CLEAN && shown.findings().isEmpty();
      assertThat(cell.verdict().kind() == VerdictKind.FIXED).as("%s", shown).isEqualTo(clean);
      assertThat(cell.patched.discarded()).isEmpty();
    }
  }

  /** Counts of one course of trials: failed, otherwise, clean. */
  private record Draws(int fails, int other, int clean) {
    double chance(double fail, double another) {
      return Math.pow(fail, fails) * Math.pow(another, other) * Math.pow(1 - fail - another, clean);
    }
  }

  /** Every way that a sequence of draws can go, each exactly once. */
  private static final class AllWays {
    private final int sides;
    private final List<Integer> way = new ArrayList<>();
    private int at;

    AllWays(int sides) {
      this.sides = sides;
    }

    Outcome draw() {
      if (at == way.size()) {
        way.add(0);
      }
      return switch (way.get(at++)) {
        case 0 -> ScriptedSource.FAILS;
        case 1 -> ScriptedSource.CLEAN;
        default -> ScriptedSource.HANGS;
      };
    }

    /** What was drawn since the last call, then the next way; false when there is none. */
    boolean next() {
      at = 0;
      for (int i = way.size() - 1; i >= 0; i--) {
        if (way.get(i) < sides - 1) {
          way.set(i, way.get(i) + 1);
          return true;
        }
        way.remove(i);
      }
      return false;
    }

    Draws drawn() {
      int[] counts = new int[3];
      way.forEach(side -> counts[side]++);
      return new Draws(counts[0], counts[2], counts[1]);
    }
  }

  /** In how many ways each combination of draws leads to FIXED though the patch does nothing. */
  private static Map<Draws, Long> waysToFixed(double confidence, int maxTrials, int sides) {
    Map<Draws, Long> fixed = new HashMap<>();
    AllWays ways = new AllWays(sides);
    do {
      ScriptedCell cell =
          new ScriptedCell(
              false, confidence, maxTrials, (m, n) -> ways.draw(), (m, n) -> ways.draw());
      if (cell.verdict().kind() == VerdictKind.FIXED) {
        fixed.merge(ways.drawn(), 1L, Long::sum);
      }
    } while (ways.next());
    return fixed;
  }

  private static double chance(Map<Draws, Long> ways, double fail, double other) {
    return ways.entrySet().stream()
        .mapToDouble(way -> way.getValue() * way.getKey().chance(fail, other))
        .sum();
  }

  /** Trials fail or are clean; the most trials of a side that confidence takes. */
  @ParameterizedTest
  @CsvSource({"0.8, 4", "0.9, 5", "0.95, 6"})
  void aPatchThatDoesNothingIsSeldomFixedThoughMachinesAreDoubted(double confidence, int most) {
    Map<Draws, Long> ways = waysToFixed(confidence, most, 2);
    double worst = 0;
    for (double fail = 0; fail <= 1; fail += 0.01) {
      worst = Math.max(worst, chance(ways, fail, 0));
    }
    System.out.printf(
        "confidence %s: a patch that does nothing is FIXED in at most %.5f of cases%n",
        confidence, worst);
    assertThat(worst).isPositive().isLessThanOrEqualTo(1 - confidence);
  }

  /** As above, but trials may also hang: then control and patched snapshots are doubted. */
  @Test
  void neitherIsItWhereTheBugShowsInTwoWays() {
    Map<Draws, Long> ways = waysToFixed(0.6, 3, 3);
    double worst = 0;
    for (double fail = 0; fail <= 1; fail += 0.05) {
      for (double other = 0; fail + other <= 1; other += 0.05) {
        worst = Math.max(worst, chance(ways, fail, other));
      }
    }
    assertThat(worst).isPositive().isLessThanOrEqualTo(0.4);
  }
}
