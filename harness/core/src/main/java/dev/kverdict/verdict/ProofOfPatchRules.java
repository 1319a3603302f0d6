package dev.kverdict.verdict;

import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Optional;

/** Whether it can have been the patch that made the failure go away. */
final class ProofOfPatchRules {

  private ProofOfPatchRules() {}

  /** Nothing of the patch was executed. */
  static Optional<Verdict> unreached(CellFacts facts) {
    Reached reached = facts.cell().reached();
    if (facts.guard() || reached.answer() != Reached.Answer.NO) {
      return Optional.empty();
    }
    return Optional.of(
        facts.verdict(
            VerdictKind.UNREACHED,
            List.of(
                "the failure is gone in %d of %d trials, and not by this patch: %s"
                    .formatted(
                        facts.patched().clean(), facts.patched().counted(), reached.how()))));
  }
}
