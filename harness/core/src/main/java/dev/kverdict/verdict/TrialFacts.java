package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StepResult;
import java.util.List;
import java.util.Optional;

/** The evidence of one trial beside what its program declares. */
final class TrialFacts {

  private final Evidence evidence;
  private final ReproducerDef program;
  private final int passed;

  TrialFacts(Evidence evidence, ReproducerDef program) {
    this.evidence = evidence;
    this.program = program;
    this.passed = countPassed(evidence.agent().steps(), program.steps());
  }

  Evidence evidence() {
    return evidence;
  }

  ReproducerDef program() {
    return program;
  }

  AgentRecord agent() {
    return evidence.agent();
  }

  Ending ending() {
    return evidence.ending();
  }

  /** The first report is the cause; what follows is its consequence. */
  Optional<CrashReport> firstCrash() {
    return evidence.crashes().stream().findFirst();
  }

  /** The first report that the case is about, or that the guest did not outlive in good health. */
  Optional<CrashReport> decidingCrash() {
    return evidence.crashes().stream()
        .filter(report -> report.fatal() || meetsCase(report))
        .findFirst();
  }

  /** Whether a report shows the failure that the case describes. */
  boolean meetsCase(CrashReport report) {
    var fails = program.fails();
    return fails != null && !report.corrupted() && report.meets(fails.crash());
  }

  /** How many declared steps succeeded, in the declared order and without a gap. */
  int passed() {
    return passed;
  }

  /** The declared step after those that passed. */
  Optional<String> due() {
    return passed < program.steps().size()
        ? Optional.of(program.steps().get(passed))
        : Optional.empty();
  }

  /** What was reported instead of success: for a program without declared steps, any failure. */
  Optional<StepResult> deviation() {
    List<StepResult> steps = agent().steps();
    if (program.steps().isEmpty()) {
      return steps.stream().filter(step -> !step.ok()).findFirst();
    }
    return passed < steps.size() ? Optional.of(steps.get(passed)) : Optional.empty();
  }

  /** The step that was due and was reported as failed. */
  Optional<StepResult> failedStep() {
    return deviation()
        .filter(step -> !step.ok())
        .filter(step -> program.steps().isEmpty() || due().filter(step.name()::equals).isPresent());
  }

  /** Whether the agent itself could not mount the image, so that the program never started. */
  boolean mountRefused() {
    return agent().exit() == null
        && failedStep().filter(step -> step.name().equals(StepResult.MOUNT)).isPresent();
  }

  /** An outcome at the place that this trial reached. */
  Outcome outcome(Outcome.Kind kind, String title, String detail) {
    boolean settled =
        agent().settled()
            && ending().phase() == Phase.SETTLE
            && ending().kind() == Ending.Kind.QUIT_BY_HOST;
    return new Outcome(
        kind,
        OneLine.of(title),
        OneLine.of(detail),
        passed,
        settled,
        decidingCrash().flatMap(TrialFacts::site).map(OneLine::of).orElse(null),
        evidence.snapshot(),
        Findings.of(this));
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
