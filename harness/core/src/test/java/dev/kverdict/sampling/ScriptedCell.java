package dev.kverdict.sampling;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.verdict.CellCase;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.Spared;
import dev.kverdict.verdict.TrialPlan;
import dev.kverdict.verdict.Verdicts;
import dev.kverdict.verdict.Watched;
import java.util.ArrayList;
import java.util.List;

/** A cell that is run and judged as in a campaign, with scripted trials. */
final class ScriptedCell {

  final List<Event> events = new ArrayList<>();
  final double confidence;
  final TrialPlan plan;
  final ScriptedSource control;
  final ScriptedSource patched;
  private final CellTrials trials;

  ScriptedCell(
      boolean guard,
      double confidence,
      int maxTrials,
      ScriptedSource.Script control,
      ScriptedSource.Script patched) {
    this.confidence = confidence;
    this.plan = TrialPlan.of(confidence, maxTrials);
    this.control = new ScriptedSource(guard, null, Counting.CONTROL_BOOTS, control);
    this.patched = new ScriptedSource(guard, "p", Counting.patchedBoots(confidence), patched);
    this.trials = new CellTrials(plan, 2, () -> false, events::add);
  }

  List<Outcome> controlOutcomes() {
    return trials.control(control);
  }

  CellOutcomes run() {
    return run(controlOutcomes());
  }

  CellOutcomes run(List<Outcome> controlOutcomes) {
    return trials.patched(patched, controlOutcomes, control, List::of);
  }

  Verdict verdict() {
    return verdict(run());
  }

  Verdict verdict(CellOutcomes both) {
    return Verdicts.of(
        new CellCase(
            null,
            "k",
            "p",
            control.program(),
            confidence,
            plan,
            true,
            BuildOutcome.built("c0"),
            BuildOutcome.built("c1"),
            both.control(),
            both.patched(),
            Reached.NOT_MEASURED,
            List.of(),
            false,
            List.of(),
            Spared.NONE,
            Watched.NONE,
            new CellCase.Setting(1, List.of())));
  }
}
