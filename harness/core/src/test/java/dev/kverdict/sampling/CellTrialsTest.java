package dev.kverdict.sampling;

import static dev.kverdict.sampling.ScriptedSource.CLEAN;
import static dev.kverdict.sampling.ScriptedSource.FAILS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.report.EventLine;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.TrialPlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which trials a cell gets, on scripted outcomes. */
class CellTrialsTest {

  private static ScriptedCell cell(ScriptedSource.Script control, ScriptedSource.Script patched) {
    return new ScriptedCell(false, 0.95, 100, control, patched);
  }

  private static List<String> started(ScriptedSource source, String word) {
    return source.order().stream().filter(trial -> trial.contains(word)).toList();
  }

  @Test
  void aControlThatNeverFailsIsToldOfAfterEachLook() {
    ScriptedCell cell = cell((m, n) -> CLEAN, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes()).hasSizeGreaterThanOrEqualTo(80);
    List<Event.ControlNotFailed> told =
        cell.events.stream().map(Event.ControlNotFailed.class::cast).toList();
    assertThat(told).extracting(Event.ControlNotFailed::trials).containsSequence(10, 20, 40);
    assertThat(told).allMatch(event -> event.trials() + event.more() == 80);
    assertThat(EventLine.of(told.get(0)))
        .contains("control k cow: 0 of ", "trials failed so far", "more to come, about ");
  }

  @Test
  void aControlThatFailsSaysNothing() {
    ScriptedCell cell = cell((m, n) -> FAILS, (m, n) -> CLEAN);
    assertThat(cell.controlOutcomes()).hasSize(5);
    assertThat(cell.events).isEmpty();
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
}
