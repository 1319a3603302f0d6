package dev.kverdict.verdict;

import static dev.kverdict.verdict.CellSketch.bug;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Properties of every verdict, checked on many cells generated from a fixed seed. */
final class VerdictPropertiesTest {

  private static final long SEED = 8317;
  private static final int CELLS = 5_000;

  private static final Set<VerdictKind> PATCH_ALONE =
      EnumSet.of(
          VerdictKind.PATCH_REJECTED,
          VerdictKind.BUILD_FAILED,
          VerdictKind.ALREADY_APPLIED,
          VerdictKind.NO_CHANGE);

  @Test
  void theOrderOfTrialsDoesNotMatter() {
    forMany(
        (cell, random) -> {
          Verdict before = cell.verdict();
          Verdict controlBefore = cell.controlVerdict();
          Collections.shuffle(cell.control, random);
          Collections.shuffle(cell.patched, random);
          assertThat(cell.verdict()).isEqualTo(before);
          assertThat(cell.controlVerdict()).isEqualTo(controlBefore);
        });
  }

  @Test
  void fixedMeansThatTheControlFailedAndEnoughPatchedTrialsAreCleanAndNoneElse() {
    forMany(
        (cell, random) -> {
          Verdict verdict = cell.verdict();
          if (verdict.kind().verdictClass() != VerdictClass.PASS) {
            return;
          }
          assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
          assertThat(verdict.patched().clean()).isPositive().isEqualTo(cell.patched.size());
          assertThat(cell.patched)
              .allMatch(
                  o ->
                      o.kind() == Outcome.Kind.CLEAN
                          || o.kind() == Outcome.Kind.REFUSED && !cell.accepts.isEmpty());
          if (cell.guard) {
            assertThat(cell.control).allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
          } else {
            assertThat(verdict.control().failures()).isPositive();
          }
        });
  }

  @Test
  void oneMoreFailureAsExpectedMakesItNotFixed() {
    forMany(
        (cell, random) -> {
          VerdictKind before = cell.verdict().kind();
          boolean alone =
              PATCH_ALONE.contains(before)
                  || cell.patchedBuild.kind() == BuildOutcome.Kind.HOST_FAULT;
          cell.patched.add(random.nextInt(cell.patched.size() + 1), bug());
          assertThat(cell.verdict().kind()).isEqualTo(alone ? before : VerdictKind.NOT_FIXED);
        });
  }

  @Test
  void oneMoreTrialThatIsNotCleanNeverMakesItPass() {
    forMany(
        (cell, random) -> {
          boolean passed = cell.verdict().kind().verdictClass() == VerdictClass.PASS;
          Outcome worse = anyOutcome(random);
          cell.patched.add(worse);
          boolean passes = cell.verdict().kind().verdictClass() == VerdictClass.PASS;
          if (worse.kind() != Outcome.Kind.CLEAN && worse.kind() != Outcome.Kind.REFUSED) {
            assertThat(passes).isFalse();
          } else if (worse.equals(CellSketch.clean())) {
            assertThat(passes || !passed).isTrue();
          }
        });
  }

  @Test
  void aFailureToBlameOnThePatchIsNeverOneOfTheControl() {
    Set<VerdictKind> blamed =
        EnumSet.of(
            VerdictKind.BOOT_FAILED,
            VerdictKind.DIFFERENT_CRASH,
            VerdictKind.HUNG,
            VerdictKind.VM_DIED,
            VerdictKind.UNMASKED);
    forMany(
        (cell, random) -> {
          Verdict verdict = cell.verdict();
          if (blamed.contains(verdict.kind())) {
            assertThat(verdict.control().trials()).isPositive();
            assertThat(cell.patched)
                .anyMatch(o -> blames(cell, verdict, o) || blamesFinding(verdict, o));
          }
        });
  }

  private static boolean blamesFinding(Verdict verdict, Outcome outcome) {
    return verdict.kind() == VerdictKind.UNMASKED
        && outcome.findings().stream().anyMatch(f -> f.title().equals(verdict.title()));
  }

  private static boolean blames(CellSketch cell, Verdict verdict, Outcome outcome) {
    boolean beyond =
        cell.control.stream()
            .filter(c -> c.kind() != Outcome.Kind.INFRA)
            .allMatch(c -> c.stepsPassed() < outcome.stepsPassed());
    return outcome.title().equals(verdict.title())
        && beyond == (verdict.kind() == VerdictKind.UNMASKED)
        && cell.control.stream()
            .noneMatch(c -> c.kind() == outcome.kind() && c.title().equals(outcome.title()));
  }

  /** The generator is worth something only if it reaches the whole table. */
  @Test
  void everyVerdictOfThePatchedOccurs() {
    Set<VerdictKind> seen = EnumSet.noneOf(VerdictKind.class);
    forMany((cell, random) -> seen.add(cell.verdict().kind()));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).containsExactly(VerdictKind.REPRODUCED);
  }

  private static void forMany(BiConsumer<CellSketch, Random> check) {
    Random random = new Random(SEED);
    for (int i = 0; i < CELLS; i++) {
      check.accept(anyCell(random), random);
    }
  }

  private static CellSketch anyCell(Random random) {
    CellSketch cell = random.nextInt(4) == 0 ? CellSketch.guard() : new CellSketch();
    if (!cell.guard && random.nextInt(4) > 0) {
      cell.control(random.nextInt(1, 6), bug());
    }
    if (random.nextInt(3) == 0) {
      addAny(cell.control, random);
    }
    cell.patched(random.nextInt(7), CellSketch.clean());
    if (random.nextInt(3) > 0) {
      addAny(cell.patched, random);
    }
    if (random.nextInt(3) == 0) {
      cell.accepting("step:EIO");
    }
    if (random.nextInt(5) == 0) {
      cell.reached = new Reached(Reached.Answer.NO, "no changed line ran", List.of());
    }
    if (random.nextInt(8) == 0) {
      cell.suspicions = List.of("assertion removed");
      cell.dataCheckFixed = random.nextBoolean();
    }
    if (random.nextInt(10) == 0) {
      List<String> lines = List.of("line");
      cell.patchedBuild =
          List.of(
                  BuildOutcome.patchRejected(lines),
                  BuildOutcome.buildFailed(lines),
                  BuildOutcome.alreadyApplied(lines),
                  BuildOutcome.noChange(lines),
                  BuildOutcome.hostFault(lines))
              .get(random.nextInt(5));
    }
    return cell;
  }

  private static void addAny(List<Outcome> outcomes, Random random) {
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      outcomes.add(anyOutcome(random));
    }
  }

  private static Finding anyFinding(Random random) {
    String title = random.nextBoolean() ? "WARNING in f" : "WARNING in g";
    int place = random.nextBoolean() ? 1 : Finding.AT_SETTLE;
    return new Finding(Finding.Kind.KERNEL_WARNING, title, "step", place, title);
  }

  private static Outcome anyOutcome(Random random) {
    Outcome.Kind[] kinds = Outcome.Kind.values();
    Outcome.Kind kind = kinds[random.nextInt(kinds.length)];
    return switch (kind) {
      case CLEAN ->
          random.nextInt(3) == 0
              ? FindingDiffTest.with(CellSketch.clean(), anyFinding(random))
              : CellSketch.clean();
      case FAILED_AS_EXPECTED -> bug();
      case FAILED_OTHERWISE, REFUSED, HUNG, TIMEOUT, VM_DIED, NOT_RUN, BOOT_FAILED, INFRA ->
          new Outcome(
              kind,
              random.nextBoolean() ? "step:EIO" : "step:EPERM",
              "detail " + random.nextInt(3),
              random.nextInt(CellSketch.ALL + 1),
              random.nextBoolean(),
              null,
              null,
              List.of(),
              null);
    };
  }
}
