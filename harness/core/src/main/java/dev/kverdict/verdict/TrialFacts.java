package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Ran;
import dev.kverdict.record.StepResult;
import dev.kverdict.text.Printable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a trial together with its program's declaration.
 *
 * @param passed how many declared steps succeeded, in the declared order and without a gap
 */
record TrialFacts(Evidence evidence, ReproducerDef program, int passed) {

  TrialFacts(Evidence evidence, ReproducerDef program) {
    this(evidence, program, countPassed(evidence.agent().steps(), program.steps()));
  }

  AgentRecord agent() {
    return evidence.agent();
  }

  Ending ending() {
    return evidence.ending();
  }

  /** Returns the first report, which is the cause of any others. */
  Optional<CrashReport> firstCrash() {
    return evidence.crashes().stream().findFirst();
  }

  /** Returns the first report that the case expects, or that is fatal. */
  Optional<CrashReport> decidingCrash() {
    return evidence.crashes().stream()
        .filter(report -> report.fatal() || meetsCase(report))
        .findFirst();
  }

  /** Returns whether a report shows the failure that the case expects. */
  boolean meetsCase(CrashReport report) {
    var fails = program.fails();
    return fails != null && !report.corrupted() && report.meets(fails.crash());
  }

  /** Returns the declared step after those that passed. */
  Optional<String> due() {
    return passed < program.steps().size()
        ? Optional.of(program.steps().get(passed))
        : Optional.empty();
  }

  /** Returns the step reported instead of the due one; without declared steps, any failure. */
  Optional<StepResult> deviation() {
    List<StepResult> steps = agent().steps();
    if (program.steps().isEmpty()) {
      return steps.stream().filter(step -> !step.ok()).findFirst();
    }
    return passed < steps.size() ? Optional.of(steps.get(passed)) : Optional.empty();
  }

  /** Returns the step that was due and reported as failed. */
  Optional<StepResult> failedStep() {
    return deviation()
        .filter(step -> !step.ok())
        .filter(step -> program.steps().isEmpty() || due().filter(step.name()::equals).isPresent());
  }

  /** Returns whether the agent could not mount the image, so that the program never started. */
  boolean mountRefused() {
    return agent().exit() == null
        && failedStep().filter(step -> step.name().equals(StepResult.MOUNT)).isPresent();
  }

  /** Returns an outcome at the place that this trial reached. */
  Outcome outcome(Outcome.Kind kind, String title, String detail) {
    boolean settled =
        agent().settled()
            && ending().phase() == Phase.SETTLE
            && ending().kind() == Ending.Kind.QUIT_BY_HOST;
    return new Outcome(
        kind,
        Printable.line(title),
        Printable.line(detail),
        passed,
        settled,
        decidingCrash().flatMap(TrialFacts::site).map(Printable::line).orElse(null),
        evidence.snapshot(),
        Findings.of(this),
        ran());
  }

  private @Nullable Ran ran() {
    Long millis = ending().ranMillis();
    AgentRecord.Work work = agent().work();
    return !program.endless() || millis == null
        ? null
        : new Ran(
            millis,
            agent().exit() != null && !agent().timedOut(),
            work == null ? 0 : work.processes(),
            work == null ? List.of() : work.mounted(),
            work == null ? List.of() : work.opened());
  }

  /** Returns whether the agent ended a program that was meant to run until then. */
  boolean exposed() {
    return program.endless()
        && agent().timedOut()
        && agent().exit() != null
        && agent().stuck().isEmpty();
  }

  private static Optional<String> site(CrashReport report) {
    return Optional.ofNullable(report.source()).or(report::trap);
  }

  private static int countPassed(List<StepResult> reported, List<String> declared) {
    int passed = 0;
    while (passed < Math.min(reported.size(), declared.size())
        && reported.get(passed).ok()
        && reported.get(passed).name().equals(declared.get(passed))) {
      passed++;
    }
    return passed;
  }
}
