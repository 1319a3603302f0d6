package dev.kverdict.verdict;

import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Optional;

/** Judges the outcomes of a cell. */
public final class Verdicts {

  /** The table of verdicts: the first line that holds decides. */
  private static final List<CellRule> PATCHED =
      List.of(
          CaseRules::patchFate,
          CaseRules::untrusted,
          PatchedRules::notFixed,
          CaseRules::caseError,
          CaseRules::gaveUp,
          CaseRules::notReproduced,
          PatchedRules::newFailure,
          PatchedRules::unmasked,
          PatchedRules::brokeGuard,
          PatchedRules::refused,
          PatchedRules::didNotRun,
          FindingRules::added,
          FindingRules::unmasked,
          CountRules::unproven,
          ProofOfPatchRules::suspectMasking,
          ProofOfPatchRules::unreached,
          CountRules::infraError,
          CountRules::timeout,
          CountRules::inconclusive);

  private static final List<CellRule> CONTROL =
      List.of(
          CaseRules::untrusted,
          CaseRules::caseError,
          CaseRules::gaveUp,
          CaseRules::notReproduced,
          CountRules::controlInfraError);

  private Verdicts() {}

  /** Returns the verdict on a patched cell. */
  public static Verdict of(CellCase cell) {
    CellFacts facts = CellFacts.of(cell);
    return first(PATCHED, facts).orElseGet(() -> CountRules.fixed(facts));
  }

  /** Returns the verdict on a control alone: whether it fails as expected, or its guard holds. */
  public static Verdict ofControl(CellCase cell) {
    CellFacts facts = CellFacts.of(cell);
    return first(CONTROL, facts).orElseGet(() -> CountRules.reproduced(facts));
  }

  private static Optional<Verdict> first(List<CellRule> rules, CellFacts facts) {
    return rules.stream().map(rule -> rule.judge(facts)).flatMap(Optional::stream).findFirst();
  }
}
