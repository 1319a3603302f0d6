package dev.kverdict.page;

import dev.kverdict.record.Verdict;
import dev.kverdict.verdict.Interval;

/** Says what would change a verdict. */
final class Change {

  private Change() {}

  /** Returns it in a sentence or two. */
  static String of(Verdict verdict, double confidence) {
    return switch (verdict.kind()) {
      case PATCH_REJECTED -> "A version of the patch that fits this source.";
      case BUILD_FAILED -> "A version of the patch that compiles here; the build's log says why.";
      case ALREADY_APPLIED -> "A source without the patch: take it out under prepare.";
      case NO_CHANGE -> "A configuration or an architecture in which the changed lines are built.";
      case NOT_FIXED ->
          "No number of further trials: one patched trial that fails as the case says is enough,"
              + " and %d did. Only another patch would, or a case that means another failure."
                  .formatted(verdict.patched().failures());
      case CASE_ERROR -> "A case whose control builds, boots and runs its steps.";
      case NOT_REPRODUCED ->
          "One failure of the control, as the case describes it. None in %d trials leaves room for"
                  .formatted(verdict.control().trials())
              + " a rate of up to "
              + Amount.share(Interval.of(0, verdict.control().trials(), confidence).high())
              + ".";
      case BOOT_FAILED, DIFFERENT_CRASH, HUNG, VM_DIED ->
          "A control that shows the same; so far none of its %d trials does."
              .formatted(verdict.control().trials());
      case UNMASKED ->
          "A control that lives long enough to get to this step: a guard that gets there without"
              + " the bug would tell.";
      case BROKE_GUARD -> "A control that breaks the guard, too; none of its trials does.";
      case REFUSED ->
          "If the error is right, the case can accept it (accepts); then the verdict is about the"
              + " other steps.";
      case REPRO_DID_NOT_RUN -> "A program that does on the patched kernel all that it declares.";
      case NEW_FINDING -> "A control trial with the same finding at the same step.";
      case SUSPECT_MASKING ->
          "A reproducer that checks data: if it is FIXED with this patch, nothing is masked.";
      case UNREACHED -> "A reproducer that executes a line of the patch.";
      case INFRA_ERROR -> "A host that does its part: run it again.";
      case TIMEOUT -> "A longer time limit, or a kernel that proves a hang.";
      case INCONCLUSIVE -> "More trials, or trials that boot.";
      case FIXED -> fixed(verdict, confidence);
      case REPRODUCED -> "Nothing that is likely: a control that fails once has the bug.";
    };
  }

  private static String fixed(Verdict verdict, double confidence) {
    int trials = verdict.patched().trials();
    if (verdict.guard()) {
      return "One patched trial in which the guard breaks, or a finding that the control does not"
          + " have.";
    }
    return ("One patched trial that fails as the case says, or a finding that the control does not"
            + " have. After %d clean trials a failure rate of up to %s would still be possible.")
        .formatted(trials, Amount.share(Interval.of(0, trials, confidence).high()));
  }
}
