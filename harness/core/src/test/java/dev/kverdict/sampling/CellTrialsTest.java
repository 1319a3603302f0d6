package dev.kverdict.sampling;

import static dev.kverdict.sampling.ScriptedSource.CLEAN;
import static dev.kverdict.sampling.ScriptedSource.FAILS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.report.EventLine;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.TrialPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trials of a cell, with scripted outcomes. */
class CellTrialsTest {

  private static ScriptedCell cell(ScriptedSource.Script control, ScriptedSource.Script patched) {
    return new ScriptedCell(false, 0.95, 100, control, patched);
  }

  private static List<String> started(ScriptedSource source, String word) {
    return source.order().stream().filter(trial -> trial.contains(word)).toList();
  }

  @Test
  void aControlThatNeverFailsIsReportedAfterEachLook() {
    ScriptedCell cell = cell((m, n) -> CLEAN, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes()).hasSizeGreaterThanOrEqualTo(80);
    List<Event.ControlNotFailed> told =
        cell.events.stream()
            .filter(Event.ControlNotFailed.class::isInstance)
            .map(Event.ControlNotFailed.class::cast)
            .toList();
    assertThat(told).extracting(Event.ControlNotFailed::trials).containsSequence(10, 20, 40);
    assertThat(told).allMatch(event -> event.trials() + event.more() == 80);
    assertThat(EventLine.of(told.get(0)))
        .contains("control k cow: 0 of ", "trials failed so far", "more to come, about ");
  }

  @Test
  void aControlThatFailsSaysNothing() {
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes()).hasSize(5);
    assertThat(cell.events).hasOnlyElementsOfType(Event.TrialsPlanned.class);
  }

  @Test
  void aControlThatDoesNotAlwaysFailBootsFromThenOn() {
    ScriptedCell cell = cell((m, n) -> n == 2 ? CLEAN : FAILS, (m, n) -> CLEAN);
    cell.run();
    assertThat(started(cell.control, "plain")).startsWith("plain 1 on m1", "plain 2 on m2");
    assertThat(started(cell.control, " on ")).hasSize(5);
    assertThat(started(cell.patched, " on ")).isEmpty();
    assertThat(started(cell.control, "beside-p")).hasSameSizeAs(started(cell.patched, "plain"));
  }

  @Test
  void aControlThatCannotRunItsStepsIsNotTriedFurther() {
    Outcome idle = ScriptedSource.outcome(Outcome.Kind.NOT_RUN, "mount");
    ScriptedCell cell = cell((m, n) -> idle, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes())
        .hasSize(8); // five, and three that bear out the first machine
    assertThat(started(cell.control, "booted")).hasSize(3);
  }

  @Test
  void oneFailureThatABootBearsOutSettlesIt() {
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> n == 3 ? FAILS : CLEAN);
    CellOutcomes both = cell.run();
    assertThat(both.patched()).hasSize(5);
    assertThat(started(cell.patched, "booted")).containsExactly("booted 3");
  }

  @Test
  void aGuardRunsAsOftenOnEitherSide() {
    ScriptedCell cell = new ScriptedCell(true, 0.95, 100, (m, n) -> CLEAN, (m, n) -> CLEAN);
    CellOutcomes both = cell.run();
    assertThat(both.control()).hasSize(5);
    assertThat(both.patched()).hasSize(5);
  }

  @Test
  void afterTheBudgetNoFurtherTrialBegins() {
    AtomicInteger looks = new AtomicInteger();
    CellTrials trials =
        new CellTrials(TrialPlan.of(0.95, 100), 2, () -> looks.incrementAndGet() > 1, event -> {});
    ScriptedSource control = new ScriptedSource(false, null, 2, (m, n) -> CLEAN);
    assertThat(trials.control(control)).hasSize(5);
  }

  @Test
  void aFaultOfTheHostEndsTheTrials() {
    Outcome host = ScriptedSource.outcome(Outcome.Kind.INFRA, "host");
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> host);
    assertThat(cell.run().patched()).hasSize(2);
  }

  @Test
  void aFixedNumberIsRunWhateverHappens() {
    CellTrials trials = new CellTrials(TrialPlan.fixed(4, 0.95), 2, () -> false, event -> {});
    ScriptedSource control = new ScriptedSource(false, null, 2, (m, n) -> FAILS);
    ScriptedSource patched = new ScriptedSource(false, "p", 3, (m, n) -> FAILS);
    CellOutcomes both = trials.patched(patched, trials.control(control), control, List::of);
    assertThat(both.control()).hasSize(4);
    assertThat(started(patched, "plain")).hasSize(4);
  }

  @Test
  void experimentOfAClaimDoubtsAMachineThatDisagrees() {
    ScriptedSource side =
        new ScriptedSource(false, null, 2, (m, n) -> "m2".equals(m) ? FAILS : CLEAN);
    assertThat(CellTrials.variant(side, 6)).allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
    assertThat(side.discarded()).containsOnlyKeys("m2");
  }

  /** A control that comes out in one way from its third trial on. */
  @ParameterizedTest
  @CsvSource({
    "NOT_RUN, 5, 3",
    "REFUSED, 5, 3",
    "BOOT_FAILED, 5, 3",
    "INFRA, 5, 0",
    "FAILED_OTHERWISE, 80, 2",
    "HUNG, 80, 2",
    "TIMEOUT, 80, 2",
    "VM_DIED, 80, 2",
    "CLEAN, 80, 0"
  })
  void onlyAControlThatCannotRunEndsThePlan(Outcome.Kind kind, int plain, int confirming) {
    Outcome late = ScriptedSource.outcome(kind, kind == Outcome.Kind.CLEAN ? "" : "late");
    ScriptedCell cell = cell((m, n) -> n < 3 ? CLEAN : late, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes()).isNotEmpty();
    assertThat(started(cell.control, "plain").size()).isGreaterThanOrEqualTo(plain);
    if (plain == 5) {
      assertThat(started(cell.control, "plain")).hasSize(5);
      assertThat(started(cell.control, "booted")).hasSize(confirming);
    }
  }

  @Test
  void aControlThatFailsOnceInFiveIsTriedUntilTheBoundIsEnough() {
    ScriptedCell cell = cell((m, n) -> n % 5 == 0 ? FAILS : CLEAN, (m, n) -> CLEAN);
    CellOutcomes both = cell.run();
    int needed = cell.plan.needed(CellTrials.counts(cell.control.trials("plain", 1, 20)));
    assertThat(needed).isLessThanOrEqualTo(100);
    assertThat(both.patched()).hasSize(cell.plan.patchedTrials(Counting.ofControl(controls(both))));
  }

  private static List<Outcome> controls(CellOutcomes both) {
    return both.control().subList(0, both.control().size() - both.patched().size());
  }

  @Test
  void patchedTrialsRunInBatchesEachWithOneOfTheControlBesideIt() {
    ScriptedCell cell =
        new ScriptedCell(
            false,
            0.95,
            100,
            (m, n) -> n % 2 == 0 ? CLEAN : FAILS,
            (m, n) -> n == 4 ? FAILS : CLEAN);
    CellOutcomes both = cell.run();
    assertThat(both.patched()).hasSize(4);
    assertThat(started(cell.control, "beside-p"))
        .containsExactly("beside-p 1", "beside-p 2", "beside-p 3", "beside-p 4");
    assertThat(cell.patched.order()).containsExactly("plain 1", "plain 2", "plain 3", "plain 4");
  }

  @Test
  void aControlThatFailsAlwaysHasNoneBesideThePatch() {
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> CLEAN);
    CellOutcomes both = cell.run();
    assertThat(both.control()).hasSize(5);
    assertThat(started(cell.control, "beside-p")).isEmpty();
  }

  @Test
  void withoutAControlToAskNoneRunsBesideThePatch() {
    CellTrials trials = new CellTrials(TrialPlan.of(0.95, 100), 2, () -> false, event -> {});
    ScriptedSource patched = new ScriptedSource(false, "p", 3, (m, n) -> CLEAN);
    List<Outcome> mixed = List.of(FAILS, CLEAN, FAILS, FAILS, FAILS);
    CellOutcomes both = trials.patched(patched, mixed, null, List::of);
    assertThat(both.control()).isEqualTo(mixed);
    assertThat(both.patched().size()).isGreaterThan(5);
  }

  @Test
  void aGuardHasNoneBesideItThoughItsControlFailsAtTimes() {
    ScriptedCell cell =
        new ScriptedCell(true, 0.95, 100, (m, n) -> n == 2 ? FAILS : CLEAN, (m, n) -> CLEAN);
    cell.run();
    assertThat(started(cell.control, "beside-p")).isEmpty();
    assertThat(started(cell.patched, "plain")).hasSize(5).allMatch(trial -> trial.contains(" on "));
  }

  @Test
  void aFixedPlanHasNoBatches() {
    CellTrials trials = new CellTrials(TrialPlan.fixed(4, 0.95), 2, () -> false, event -> {});
    ScriptedSource patched = new ScriptedSource(false, "p", 3, (m, n) -> FAILS);
    List<Outcome> mixed = List.of(FAILS, CLEAN, FAILS, FAILS);
    CellOutcomes both = trials.patched(patched, mixed, patched, List::of);
    assertThat(both.control()).as("nothing beside").isEqualTo(mixed);
    assertThat(started(patched, "plain")).hasSize(4);
  }

  @Test
  void afterTheBudgetNoFurtherPatchedTrialBegins() {
    AtomicInteger looks = new AtomicInteger();
    CellTrials trials =
        new CellTrials(TrialPlan.of(0.95, 100), 2, () -> looks.incrementAndGet() > 1, event -> {});
    ScriptedSource patched = new ScriptedSource(false, "p", 3, (m, n) -> CLEAN);
    List<Outcome> failing = List.of(FAILS, FAILS, FAILS, FAILS, FAILS);
    assertThat(trials.patched(patched, failing, null, List::of).patched()).hasSize(2);
    assertThat(trials.patched(patched, failing, null, List::of).patched()).isEmpty();
  }

  @Test
  void whatAPatchShowsBesideFailuresDoesNotAnswer() {
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> n == 1 ? ScriptedSource.HANGS : CLEAN);
    CellOutcomes both = cell.run();
    assertThat(started(cell.patched, "plain").size()).isGreaterThan(2);
    assertThat(both.patched()).hasSizeGreaterThan(2);
  }

  @Test
  void oneKernelByItselfBootsUntilItFails() {
    List<Event> events = new ArrayList<>();
    CellTrials trials = new CellTrials(TrialPlan.of(0.95, 100), 2, () -> false, events::add);
    ScriptedSource failing = new ScriptedSource(false, null, 2, (m, n) -> n == 3 ? FAILS : CLEAN);
    assertThat(trials.untilFailure(failing))
        .extracting(Outcome::kind)
        .containsExactly(
            Outcome.Kind.CLEAN,
            Outcome.Kind.CLEAN,
            Outcome.Kind.FAILED_AS_EXPECTED,
            Outcome.Kind.CLEAN);
    assertThat(failing.order()).containsExactly("plain 1", "plain 2", "plain 3", "plain 4");
    ScriptedSource hanging =
        new ScriptedSource(false, null, 2, (m, n) -> n == 1 ? ScriptedSource.HANGS : CLEAN);
    assertThat(trials.untilFailure(hanging)).hasSize(2);
    ScriptedSource clean = new ScriptedSource(false, null, 2, (m, n) -> CLEAN);
    assertThat(trials.untilFailure(clean)).hasSize(80);
    assertThat(clean.order()).hasSize(80).doesNotHaveDuplicates();
    assertThat(events).hasOnlyElementsOfType(Event.TrialsPlanned.class);
  }

  @Test
  void howManyTrialsThereAreIsToldAsItChanges() {
    ScriptedCell cell = cell((m, n) -> n == 1 ? CLEAN : FAILS, (m, n) -> n == 3 ? FAILS : CLEAN);
    var unused = cell.run();
    assertThat(cell.events)
        .filteredOn(Event.TrialsPlanned.class::isInstance)
        .extracting(EventLine::of)
        .containsExactly(
            "plan k cow: about 5 trials",
            "plan k cow: about 8 trials",
            "plan k cow: 8 trials",
            "plan k/p cow: about 12 trials",
            "plan k/p cow: 4 trials");
  }

  @Test
  void aPlanOfTheseTrialsIsNotOvershotByABatch() {
    CellTrials trials = new CellTrials(TrialPlan.fixed(5, 0.95), 3, () -> false, event -> {});
    ScriptedSource clean = new ScriptedSource(false, null, 2, (m, n) -> CLEAN);
    assertThat(trials.untilFailure(clean)).hasSize(5);
    CellTrials few = new CellTrials(TrialPlan.of(0.95, 7), 3, () -> false, event -> {});
    ScriptedSource patched = new ScriptedSource(false, "p", 3, (m, n) -> CLEAN);
    List<Outcome> failing = List.of(FAILS, FAILS, FAILS, FAILS, FAILS);
    int wanted = TrialPlan.of(0.95, 7).patchedTrials(Counting.ofControl(failing));
    assertThat(few.patched(patched, failing, null, List::of).patched()).hasSize(wanted);
  }

  @Test
  void aVariantIsWhatItsTrialsShowWhereAllAgree() {
    ScriptedSource failing = new ScriptedSource(false, null, 2, (m, n) -> FAILS);
    assertThat(CellTrials.variant(failing, 4)).hasSize(4).containsOnly(failing(1), failing(2));
    assertThat(started(failing, "booted")).isEmpty();
    ScriptedSource clean = new ScriptedSource(false, null, 2, (m, n) -> CLEAN);
    assertThat(CellTrials.variant(clean, 4)).hasSize(4);
    assertThat(started(clean, "booted")).isEmpty();
  }

  private static Outcome failing(int machine) {
    return new Outcome(
        FAILS.kind(),
        FAILS.title(),
        FAILS.detail(),
        FAILS.stepsPassed(),
        FAILS.settled(),
        null,
        "m" + machine,
        List.of(),
        null);
  }

  @Test
  void aVariantThatFailsAtTimesNeedsABootThatBearsItOut() {
    ScriptedSource mixed = new ScriptedSource(false, null, 2, (m, n) -> n == 1 ? FAILS : CLEAN);
    List<Outcome> outcomes = CellTrials.variant(mixed, 4);
    assertThat(outcomes).hasSize(6);
    assertThat(started(mixed, "booted")).containsExactly("booted 1", "booted 3");
    assertThat(mixed.discarded()).isEmpty();
  }

  @Test
  void whatTheHostDidCountsForNothing() {
    Outcome host = ScriptedSource.outcome(Outcome.Kind.INFRA, "host");
    assertThat(CellTrials.counts(List.of(host, FAILS, CLEAN, host)))
        .isEqualTo(new TrialPlan.Counts(2, 1));
    assertThat(CellTrials.counts(List.of())).isEqualTo(new TrialPlan.Counts(0, 0));
  }
}
