package dev.kverdict.sampling;

import dev.kverdict.record.Event;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Charges;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.TrialPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the trials that the plan asks for, and stops as soon as the answer is known. */
public final class CellTrials {

  private final TrialPlan plan;
  private final int first;
  private final int batch;
  private final BooleanSupplier overBudget;
  private final Consumer<Event> events;

  /**
   * @param batch number of machines that run at once
   * @param overBudget returns whether the time for the whole run is used up
   */
  public CellTrials(TrialPlan plan, int batch, BooleanSupplier overBudget, Consumer<Event> events) {
    this(plan, batch, batch, overBudget, events);
  }

  /**
   * @param first number of patched trials that run before any others
   */
  public CellTrials(
      TrialPlan plan, int first, int batch, BooleanSupplier overBudget, Consumer<Event> events) {
    this.plan = plan;
    this.first = first;
    this.batch = batch;
    this.overBudget = overBudget;
    this.events = events;
  }

  /**
   * Runs the control's trials until the plan has enough. Restored trials count one by one only
   * while all of them fail; after the first that does not, further trials boot.
   */
  public List<Outcome> control(TrialSource control) {
    boolean guard = control.program().guard();
    ConfirmedTrials trials = new ConfirmedTrials(control, Charges.againstControl(guard));
    TrialSource from = control;
    TrialPlan.Counts worth = new TrialPlan.Counts(0, 0);
    int wanted = guard ? plan.guardTrials() : plan.controlTrials(worth);
    long start = System.nanoTime();
    while (wanted > worth.trials() && !overBudget.getAsBoolean()) {
      plan(control, trials.size() + wanted - worth.trials(), !plan.isFixed());
      trials.run(from, wanted - worth.trials());
      List<Outcome> outcomes = trials.outcomes();
      if (outcomes.stream().anyMatch(CellTrials::endsThePlan)) {
        break;
      }
      worth = guard ? counts(outcomes) : Counting.ofControl(outcomes);
      wanted = guard ? wanted : plan.controlTrials(worth);
      if (worth.trials() < outcomes.size()) {
        from = control.booting();
      }
      if (!guard && worth.failures() == 0 && wanted > worth.trials()) {
        tellOfNoFailure(control, worth.trials(), (System.nanoTime() - start) / 1_000_000);
      }
    }
    plan(control, trials.size(), false);
    return trials.outcomes();
  }

  private void plan(TrialSource side, int trials, boolean rough) {
    events.accept(
        new Event.TrialsPlanned(side.kernel(), side.patch(), side.program().name(), trials, rough));
  }

  /** Reports a control that has not failed yet: it takes longest, so say so early. */
  private void tellOfNoFailure(TrialSource control, int trials, long millis) {
    int more = plan.mostControlTrials() - trials;
    events.accept(
        new Event.ControlNotFailed(
            control.kernel(), control.program().name(), trials, more, millis * more / trials));
  }

  /** Runs trials of a single kernel: until one fails, or as many as the plan asks for. */
  public List<Outcome> untilFailure(TrialSource side) {
    List<Outcome> outcomes = new ArrayList<>();
    int wanted = plan.controlTrials(counts(outcomes));
    while (wanted > outcomes.size()) {
      plan(side, wanted, true);
      int next = Math.min(wanted, outcomes.size() + batch);
      outcomes.addAll(side.booting().trials(TrialId.PLAIN, outcomes.size() + 1, next));
      if (outcomes.stream().anyMatch(o -> o.kind() != Outcome.Kind.CLEAN)) {
        break;
      }
      wanted = plan.controlTrials(counts(outcomes));
    }
    plan(side, outcomes.size(), false);
    return outcomes;
  }

  /**
   * Runs the trials of a claim's experiment. If some fail and others are clean, a failure must be
   * confirmed by a trial that boots.
   */
  public static List<Outcome> variant(TrialSource side, int trials) {
    List<Outcome> outcomes = variant(side, trials, false);
    return counts(outcomes).failures() > 0 && counts(outcomes).failures() < outcomes.size()
        ? variant(side, trials, true)
        : outcomes;
  }

  private static List<Outcome> variant(TrialSource side, int trials, boolean mixed) {
    ConfirmedTrials confirmed = new ConfirmedTrials(side, Charges.againstControl(mixed));
    confirmed.run(side, trials);
    return confirmed.outcomes();
  }

  /**
   * Runs the patched trials.
   *
   * @param side the patched kernel
   * @param outcomes the control's outcomes
   * @param control the source of further control trials: if the control fails only at times, a
   *     batch of them runs beside each batch of patched trials, so that a change of the host cannot
   *     look like a fix
   * @param known waits for the control's findings under the case's other programs
   */
  public CellOutcomes patched(
      TrialSource side,
      List<Outcome> outcomes,
      @Nullable TrialSource control,
      Supplier<List<Finding>> known) {
    TrialSource patched = side.exposed(Exposure.of(side.program(), outcomes));
    ConfirmedTrials with =
        new ConfirmedTrials(patched, Charges.againstPatch(patched.program(), outcomes, known));
    List<Outcome> without = new ArrayList<>(outcomes);
    boolean guard = patched.program().guard();
    TrialPlan.Counts counts = Counting.ofControl(outcomes);
    int wanted = guard || counts.failures() == 0 ? plan.guardTrials() : plan.patchedTrials(counts);
    boolean interleave = !guard && control != null && plan.interleave(counts);
    TrialSource from = guard || Counting.pools(outcomes) ? patched : patched.booting();
    plan(patched, wanted, !plan.isFixed());
    while (with.size() < wanted && !overBudget.getAsBoolean()) {
      int more = with.size() == 0 ? first : batch;
      int next = Math.min(wanted, plan.isFixed() ? wanted : with.size() + more);
      if (interleave && control != null) {
        int first = with.size() + 1;
        without.addAll(control.booting().trials("beside-" + patched.patch(), first, next));
      }
      with.run(from, next - with.size());
      if (!plan.isFixed() && with.outcomes().stream().anyMatch(CellTrials::answers)) {
        break;
      }
    }
    plan(patched, with.size(), false);
    return new CellOutcomes(without, with.outcomes());
  }

  static TrialPlan.Counts counts(List<Outcome> outcomes) {
    int counted = (int) outcomes.stream().filter(o -> o.kind() != Outcome.Kind.INFRA).count();
    int failures =
        (int) outcomes.stream().filter(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED).count();
    return new TrialPlan.Counts(counted, failures);
  }

  /** Returns whether more trials are useless: the control cannot run, or the host fails. */
  private static boolean endsThePlan(Outcome outcome) {
    return switch (outcome.kind()) {
      case INFRA, BOOT_FAILED, REFUSED, NOT_RUN -> true;
      case CLEAN, FAILED_AS_EXPECTED, FAILED_OTHERWISE, HUNG, TIMEOUT, VM_DIED -> false;
    };
  }

  /** Returns whether an outcome settles the verdict, as one failure as expected does. */
  private static boolean answers(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.FAILED_AS_EXPECTED
        || outcome.kind() == Outcome.Kind.INFRA;
  }
}
