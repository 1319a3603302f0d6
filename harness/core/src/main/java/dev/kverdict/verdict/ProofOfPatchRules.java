package dev.kverdict.verdict;

import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules on whether the patch can have fixed the failure. */
final class ProofOfPatchRules {

  private ProofOfPatchRules() {}

  /** Judges a patch that may only hide the report, which a check of the data would show. */
  static Optional<Verdict> suspectMasking(CellFacts facts) {
    List<String> suspicions = facts.cell().suspicions();
    if (facts.guard() || suspicions.isEmpty() || facts.cell().dataCheckFixed()) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    reasons.add(suspicions.get(0));
    reasons.add(
        "the report is gone in %d of %d trials, which says nothing about its cause: no reproducer"
                .formatted(facts.patched().clean(), facts.patched().counted())
            + " that checks data came out FIXED");
    reasons.addAll(suspicions.subList(1, suspicions.size()));
    return Optional.of(facts.verdict(VerdictKind.SUSPECT_MASKING, reasons));
  }

  /** Judges a patch of which nothing was executed. */
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
