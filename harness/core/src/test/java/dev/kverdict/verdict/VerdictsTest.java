package dev.kverdict.verdict;

import static dev.kverdict.record.VerdictKind.ALREADY_APPLIED;
import static dev.kverdict.record.VerdictKind.BOOT_FAILED;
import static dev.kverdict.record.VerdictKind.BROKE_GUARD;
import static dev.kverdict.record.VerdictKind.BUILD_FAILED;
import static dev.kverdict.record.VerdictKind.CASE_ERROR;
import static dev.kverdict.record.VerdictKind.DIFFERENT_CRASH;
import static dev.kverdict.record.VerdictKind.FIXED;
import static dev.kverdict.record.VerdictKind.HUNG;
import static dev.kverdict.record.VerdictKind.INCONCLUSIVE;
import static dev.kverdict.record.VerdictKind.INFRA_ERROR;
import static dev.kverdict.record.VerdictKind.NOT_FIXED;
import static dev.kverdict.record.VerdictKind.NOT_REPRODUCED;
import static dev.kverdict.record.VerdictKind.NO_CHANGE;
import static dev.kverdict.record.VerdictKind.PATCH_REJECTED;
import static dev.kverdict.record.VerdictKind.REFUSED;
import static dev.kverdict.record.VerdictKind.REPRODUCED;
import static dev.kverdict.record.VerdictKind.REPRO_DID_NOT_RUN;
import static dev.kverdict.record.VerdictKind.SUSPECT_MASKING;
import static dev.kverdict.record.VerdictKind.TIMEOUT;
import static dev.kverdict.record.VerdictKind.UNMASKED;
import static dev.kverdict.record.VerdictKind.UNREACHED;
import static dev.kverdict.record.VerdictKind.VM_DIED;
import static dev.kverdict.verdict.CellSketch.ALL;
import static dev.kverdict.verdict.CellSketch.BUG;
import static dev.kverdict.verdict.CellSketch.PLACE;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.guard;
import static dev.kverdict.verdict.CellSketch.outcome;
import static dev.kverdict.verdict.CellSketch.repro;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.Verdict.Tally;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of verdicts, line by line, and which of two lines wins. */
final class VerdictsTest {

  private static final Outcome WARNING = outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", 2);
  private static final Outcome STALL = outcome(Outcome.Kind.HUNG, "heartbeat lost", 2);
  private static final Outcome DEATH = outcome(Outcome.Kind.VM_DIED, "guest stopped", 2);
  private static final Outcome NO_BOOT = outcome(Outcome.Kind.BOOT_FAILED, "no user space", 0);
  private static final Outcome LATE_WARNING =
      outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", ALL);
  private static final Outcome REFUSAL = outcome(Outcome.Kind.REFUSED, "move:EPERM", 2);
  private static final Outcome LATE_REFUSAL = outcome(Outcome.Kind.REFUSED, "late:EPERM", ALL);
  private static final Outcome IDLE = outcome(Outcome.Kind.NOT_RUN, "move", 2);
  private static final Outcome SLOW = outcome(Outcome.Kind.TIMEOUT, "time limit", 2);
  private static final Outcome HOST = outcome(Outcome.Kind.INFRA, "host", 1);
  private static final Outcome BAD_CHECK =
      outcome(Outcome.Kind.FAILED_OTHERWISE, "check read-back", 3);

  @ParameterizedTest(name = "{0}")
  @MethodSource({"builds", "controls", "failures", "guards", "refusals", "counts"})
  void judges(String name, CellSketch cell, VerdictKind kind, String title) {
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(kind);
    assertThat(verdict.title()).isEqualTo(title);
  }

  static Stream<Arguments> builds() {
    List<String> lines = List.of("hunk 1");
    return Stream.of(
        row("rejected", unbuilt(new BuildOutcome.PatchRejected(lines)), PATCH_REJECTED, ""),
        row("does not compile", unbuilt(new BuildOutcome.BuildFailed(lines)), BUILD_FAILED, ""),
        row(
            "is there already",
            unbuilt(new BuildOutcome.AlreadyApplied(lines)),
            ALREADY_APPLIED,
            ""),
        row("changes nothing", unbuilt(new BuildOutcome.NoChange(lines)), NO_CHANGE, ""),
        row(
            "neither compiles",
            with(
                unbuilt(new BuildOutcome.BuildFailed(lines)), c -> c.controlBuild = c.patchedBuild),
            CASE_ERROR,
            ""),
        row(
            "the control does not compile",
            with(new CellSketch(), c -> c.controlBuild = new BuildOutcome.BuildFailed(lines)),
            CASE_ERROR,
            ""));
  }

  private static CellSketch unbuilt(BuildOutcome build) {
    return with(repro(), c -> c.patchedBuild = build);
  }

  static Stream<Arguments> controls() {
    return Stream.of(
        row(
            "control does not boot",
            repro().control(1, NO_BOOT).patched(5, clean()),
            CASE_ERROR,
            "no user space"),
        row(
            "control is refused a step",
            repro().control(1, REFUSAL).patched(5, clean()),
            CASE_ERROR,
            "move:EPERM"),
        row(
            "control is refused a step that is accepted of the patch",
            repro().control(1, REFUSAL).accepting("move").patched(5, clean()),
            CASE_ERROR,
            "move:EPERM"),
        row(
            "control does not do its work",
            repro().control(1, IDLE).patched(5, clean()),
            CASE_ERROR,
            "move"),
        row(
            "nothing fails",
            new CellSketch().control(5, clean()).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control fails otherwise",
            new CellSketch().control(5, WARNING).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control is only slow",
            new CellSketch().control(5, SLOW).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control never failed, patched crashes",
            new CellSketch().control(5, clean()).patched(5, WARNING),
            NOT_REPRODUCED,
            ""),
        row(
            "a broken control before one that never failed",
            new CellSketch().control(5, IDLE).patched(5, clean()),
            CASE_ERROR,
            "move"),
        row(
            "patched fails as expected although the control is broken",
            new CellSketch().control(5, IDLE).patched(1, bug()),
            NOT_FIXED,
            BUG),
        row(
            "patched fails as expected although the control never did",
            new CellSketch().control(5, clean()).patched(1, bug()),
            NOT_FIXED,
            BUG));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        row("fails as before", repro().patched(5, bug()), NOT_FIXED, BUG),
        row(
            "fails as before once, whatever else",
            repro().patched(1, bug()).patched(5, WARNING).patched(5, NO_BOOT).patched(1, HOST),
            NOT_FIXED,
            BUG),
        row(
            "does not boot",
            repro().patched(1, NO_BOOT).patched(4, clean()),
            BOOT_FAILED,
            "no user space"),
        row(
            "crashes otherwise",
            repro().patched(1, WARNING).patched(4, clean()),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "crashes otherwise at the step that killed the control",
            repro().patched(1, outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", PLACE)),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row("hangs", repro().patched(1, STALL).patched(4, clean()), HUNG, "heartbeat lost"),
        row("dies", repro().patched(1, DEATH).patched(4, clean()), VM_DIED, "guest stopped"),
        row(
            "boot before crash",
            repro().patched(3, WARNING).patched(1, NO_BOOT),
            BOOT_FAILED,
            "no user space"),
        row(
            "crash before hang",
            repro().patched(3, STALL).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "hang before death",
            repro().patched(3, DEATH).patched(1, STALL),
            HUNG,
            "heartbeat lost"),
        row(
            "later than the control ever lived",
            repro().patched(1, LATE_WARNING).patched(4, clean()),
            UNMASKED,
            "WARNING in w"),
        row(
            "death later than the control ever lived",
            repro().patched(1, outcome(Outcome.Kind.VM_DIED, "guest stopped", ALL)),
            UNMASKED,
            "guest stopped"),
        row(
            "early and late failures",
            repro().patched(4, LATE_WARNING).patched(1, DEATH),
            VM_DIED,
            "guest stopped"),
        row(
            "late, but one control trial came through",
            repro().control(1, clean()).patched(1, LATE_WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "late, and the host stopped the only control trial that came through",
            repro().control(1, outcome(Outcome.Kind.INFRA, "host", ALL)).patched(1, LATE_WARNING),
            UNMASKED,
            "WARNING in w"),
        row(
            "the control shows it too",
            repro().control(1, WARNING).patched(1, WARNING).patched(9, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "the control shows another",
            repro()
                .control(1, outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in v", 2))
                .patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "the control shows it as another kind",
            repro().control(1, outcome(Outcome.Kind.HUNG, "WARNING in w", 2)).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "a new failure before a refusal",
            repro().patched(4, REFUSAL).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "an unmasked one before a refusal",
            repro().patched(4, REFUSAL).patched(1, LATE_WARNING),
            UNMASKED,
            "WARNING in w"),
        row(
            "without any control trial nothing is new",
            new CellSketch().control(3, HOST).patched(5, WARNING),
            INFRA_ERROR,
            "host"));
  }

  static Stream<Arguments> guards() {
    return Stream.of(
        row("guard holds", guard().patched(5, clean()), FIXED, ""),
        row("guard holds once", guard().patched(1, clean()), FIXED, ""),
        row(
            "guard fails its check",
            guard().patched(1, BAD_CHECK).patched(4, clean()),
            BROKE_GUARD,
            "check read-back"),
        row(
            "guard is refused",
            guard().patched(1, REFUSAL).patched(4, clean()),
            BROKE_GUARD,
            "move:EPERM"),
        row(
            "guard may be refused",
            guard().accepting("move").patched(1, REFUSAL).patched(4, clean()),
            FIXED,
            ""),
        row(
            "guard does nothing",
            guard().patched(1, IDLE).patched(4, clean()),
            BROKE_GUARD,
            "move"),
        row(
            "guard crashes",
            guard().patched(1, WARNING).patched(4, BAD_CHECK),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row("guard hangs", guard().patched(1, STALL), HUNG, "heartbeat lost"),
        row("guard is slow", guard().patched(1, SLOW).patched(4, clean()), TIMEOUT, "time limit"),
        row(
            "guard fails on the control",
            guard().control(1, BAD_CHECK).patched(5, clean()),
            CASE_ERROR,
            "check read-back"),
        row(
            "guard is slow on the control",
            guard().control(1, SLOW).patched(5, clean()),
            CASE_ERROR,
            "time limit"),
        row(
            "guard without a control trial",
            with(new CellSketch(), c -> c.guard = true).control(1, HOST).patched(5, BAD_CHECK),
            INFRA_ERROR,
            "host"),
        row(
            "guard with a host fault",
            guard().patched(4, clean()).patched(1, HOST),
            INFRA_ERROR,
            "host"),
        row("guard that never ran patched", guard(), INFRA_ERROR, ""));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row("refused", repro().patched(1, REFUSAL).patched(4, clean()), REFUSED, "move:EPERM"),
        row(
            "another error than the accepted",
            repro().accepting("move:EINVAL").patched(5, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row(
            "another step than the accepted",
            repro().accepting("mov").patched(5, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row("accepted by step", repro().accepting("move").patched(5, REFUSAL), FIXED, ""),
        row(
            "accepted by step and error",
            repro().accepting("move:EPERM").patched(5, REFUSAL),
            FIXED,
            ""),
        row("accepted, too few", repro().accepting("move").patched(3, REFUSAL), INCONCLUSIVE, ""),
        row(
            "refused where no control trial came",
            repro().patched(5, LATE_REFUSAL),
            REPRO_DID_NOT_RUN,
            "late:EPERM"),
        row(
            "accepted where no control trial came",
            repro().accepting("late").patched(5, LATE_REFUSAL),
            REPRO_DID_NOT_RUN,
            "late:EPERM"),
        row("did not run", repro().patched(1, IDLE).patched(4, clean()), REPRO_DID_NOT_RUN, "move"),
        row(
            "a refusal before one that did not run",
            repro().patched(4, IDLE).patched(1, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row(
            "did not run before host fault",
            repro().patched(1, IDLE).patched(4, HOST),
            REPRO_DID_NOT_RUN,
            "move"));
  }

  static Stream<Arguments> counts() {
    return Stream.of(
        row("fixed", repro().patched(4, clean()), FIXED, ""),
        row("one trial too few", repro().patched(3, clean()), INCONCLUSIVE, ""),
        row(
            "a rare failure takes more",
            new CellSketch().control(1, bug()).control(4, clean()).patched(20, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "a single control trial takes 59",
            new CellSketch().control(1, bug()).patched(58, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "and 59 are enough",
            new CellSketch().control(1, bug()).patched(59, clean()),
            FIXED,
            ""),
        row(
            "more confidence takes more",
            with(repro(), c -> c.confidence = 0.99).patched(9, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "more confidence, enough",
            with(repro(), c -> c.confidence = 0.99).patched(10, clean()),
            FIXED,
            ""),
        row(
            "host fault left over",
            repro().patched(9, clean()).patched(1, HOST),
            INFRA_ERROR,
            "host"),
        row(
            "host fault left over in the control",
            repro().control(1, HOST).patched(9, clean()),
            INFRA_ERROR,
            "host"),
        row(
            "host fault before slowness",
            repro().patched(1, HOST).patched(4, SLOW),
            INFRA_ERROR,
            "host"),
        row("slow", repro().patched(9, clean()).patched(1, SLOW), TIMEOUT, "time limit"),
        row(
            "slowness before too few",
            repro().patched(1, clean()).patched(1, SLOW),
            TIMEOUT,
            "time limit"),
        row("nothing ran at all", new CellSketch(), INFRA_ERROR, ""),
        row("nothing ran patched", repro(), INFRA_ERROR, ""));
  }

  @Test
  void notFixedSaysHowOftenAndHowOftenTheControlFailed() {
    Verdict verdict =
        repro().control(1, SLOW).patched(2, bug()).patched(3, clean()).patched(1, HOST).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "detail of " + BUG + " in 2 of 5 patched trials; the control failed in 5 of 6");
    assertThat(verdict.control()).isEqualTo(Tally.booted(6, 5, 0));
    assertThat(verdict.patched()).isEqualTo(Tally.booted(5, 2, 3));
  }

  @Test
  void suspectWhenThePatchMayOnlyHaveSilencedTheReport() {
    List<String> suspicions = List.of("edits the statement that fired", "assertion removed");
    Verdict verdict = with(repro(), c -> c.suspicions = suspicions).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(SUSPECT_MASKING);
    assertThat(verdict.reasons()).startsWith("edits the statement that fired");
    assertThat(verdict.reasons()).contains("assertion removed");
    // Nobody is silenced where the report still comes.
    assertThat(with(repro(), c -> c.suspicions = suspicions).patched(5, bug()).verdict().kind())
        .isEqualTo(NOT_FIXED);
  }

  @Test
  void aCheckOfDataThatCameOutFixedDispelsTheSuspicion() {
    CellSketch cell = with(repro(), c -> c.suspicions = List.of("assertion removed"));
    cell.dataCheckFixed = true;
    assertThat(cell.patched(5, clean()).verdict().kind()).isEqualTo(FIXED);
  }

  @Test
  void unreachedWhenNoChangedLineRan() {
    Reached no = new Reached(Reached.Answer.NO, "no changed line ran", List.of());
    Verdict verdict = with(repro(), c -> c.reached = no).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(UNREACHED);
    assertThat(verdict.reasons().get(0)).contains("gone in 5 of 5").contains("no changed line ran");
    // A failure that is still there needs no such proof.
    assertThat(with(repro(), c -> c.reached = no).patched(5, bug()).verdict().kind())
        .isEqualTo(NOT_FIXED);
  }

  @ParameterizedTest
  @EnumSource(value = Reached.Answer.class, mode = EnumSource.Mode.EXCLUDE, names = "NO")
  void fixedSaysHowReachedWasShown(Reached.Answer answer) {
    Reached reached = new Reached(answer, "somehow", List.of());
    Verdict verdict = with(repro(), c -> c.reached = reached).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(FIXED);
    assertThat(verdict.reasons()).contains("reached: " + answer.word() + " (somehow)");
  }

  @Test
  void inconclusiveSaysHowManyMore() {
    Verdict verdict = repro().patched(2, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
    assertThat(verdict.reasons().get(0)).contains("it takes 4: 2 more");
  }

  @Test
  void fixedSaysWhatItIsWorth() {
    Verdict verdict = with(repro(), c -> c.dataCheck = false).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "5 of 5 patched trials clean; the control failed in 5 of 5",
            "had the patch changed nothing, this would happen in at most 5 % of cases; Fisher's exact p = 0.0040",
            "crash only; masking not excluded",
            "reached: not measured");
    assertThat(verdict.pValue()).isCloseTo(1 / 252.0, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9=10", "0.99=1", "0.975=2.5", "0.9999=0.01"})
  void fixedNamesTheConfidenceByItsOwnNumber(String pair) {
    double confidence = Double.parseDouble(pair.replaceFirst("=.*", ""));
    String percent = pair.replaceFirst(".*=", "");
    Verdict verdict = with(repro(), c -> c.confidence = confidence).patched(200, clean()).verdict();
    assertThat(verdict.reasons().get(1))
        .contains(" in at most " + percent + " % of cases; Fisher's exact p < ");
  }

  @Test
  void aCaseWithDataCheckSaysNothingOfMasking() {
    assertThat(repro().patched(5, clean()).verdict().reasons())
        .noneMatch(r -> r.contains("masking"));
  }

  @Test
  void fixedByAnAcceptedRefusalSaysSo() {
    Verdict verdict = repro().accepting("move").patched(5, REFUSAL).verdict();
    assertThat(verdict.reasons()).contains("accepted by the case: detail of move:EPERM");
    assertThat(verdict.patched()).isEqualTo(Tally.booted(5, 0, 5));
  }

  @Test
  void aGuardThatHoldsIsNotSaidToFixAnything() {
    Verdict verdict = guard().patched(5, clean()).verdict();
    assertThat(verdict.guard()).isTrue();
    assertThat(verdict.reasons()).first().isEqualTo("the guard holds in 5 of 5 trials");
    assertThat(verdict.reasons()).noneMatch(r -> r.contains("had the patch"));
  }

  @Test
  void inconclusiveSaysHowManyTrialsItTakes() {
    Verdict verdict = new CellSketch().control(1, bug()).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "clean trials: 5, too few: the control failed in 1 of 1, so it takes 59: 54 more"
                + " (--trials or --max-trials allows 1)");
  }

  @Test
  void notReproducedSaysWhatTheControlShowedInstead() {
    Verdict verdict =
        new CellSketch().control(1, WARNING).control(4, clean()).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "the control never failed as expected; it showed 4 x CLEAN, 1 x FAILED_OTHERWISE"
                + " (WARNING in w)");
  }

  @Test
  void theFateOfThePatchIsToldInTheToolsOwnWords() {
    List<String> lines = List.of("a.c:1: error", "a.c:2: error");
    assertThat(unbuilt(new BuildOutcome.BuildFailed(lines)).verdict().reasons()).isEqualTo(lines);
    assertThat(unbuilt(new BuildOutcome.BuildFailed(List.of())).verdict().reasons())
        .containsExactly("the patched kernel does not build");
  }

  @Test
  void theMostFrequentFailureGivesItsName() {
    Outcome other = outcome(Outcome.Kind.FAILED_OTHERWISE, "KASAN: bad Read in a", 2);
    assertThat(repro().patched(1, other).patched(2, WARNING).verdict().title())
        .isEqualTo("WARNING in w");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("controlsAlone")
  void judgesAControlAlone(String name, CellSketch cell, VerdictKind kind, String title) {
    Verdict verdict = cell.controlVerdict();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(kind);
    assertThat(verdict.title()).isEqualTo(title);
  }

  static Stream<Arguments> controlsAlone() {
    return Stream.of(
        row("fails as expected", repro(), REPRODUCED, BUG),
        row("fails as expected now and then", repro().control(20, clean()), REPRODUCED, BUG),
        row("guard holds", guard(), REPRODUCED, ""),
        row("never fails", new CellSketch().control(5, clean()), NOT_REPRODUCED, ""),
        row("does not do its work", repro().control(1, IDLE), CASE_ERROR, "move"),
        row("guard fails", guard().control(1, BAD_CHECK), CASE_ERROR, "check read-back"),
        row(
            "does not build",
            with(repro(), c -> c.controlBuild = new BuildOutcome.BuildFailed(List.of())),
            CASE_ERROR,
            ""),
        row("host fault", repro().control(1, HOST), INFRA_ERROR, "host"),
        row("nothing ran", new CellSketch(), INFRA_ERROR, ""));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 95, Double.NaN})
  void noVerdictAtAConfidenceThatMakesNoSense(double confidence) {
    CellSketch cell = with(repro(), c -> c.confidence = confidence);
    assertThatThrownBy(cell::cell).isInstanceOf(IllegalArgumentException.class);
  }

  private static CellSketch with(CellSketch cell, Consumer<CellSketch> change) {
    change.accept(cell);
    return cell;
  }

  private static Arguments row(String name, CellSketch cell, VerdictKind kind, String title) {
    return Arguments.of(name, cell, kind, title);
  }
}
