package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.PValue;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules on whether there are enough trials, and what they are worth. */
final class CountRules {

  private CountRules() {}

  /** Judges a host that failed in spite of retries, or ran nothing at all. */
  static Optional<Verdict> infraError(CellFacts facts) {
    return infraError(facts, facts.control(), "control")
        .or(() -> infraError(facts, facts.patched(), "patched"));
  }

  /** Judges a host that failed, by the control's trials alone. */
  static Optional<Verdict> controlInfraError(CellFacts facts) {
    return infraError(facts, facts.control(), "control");
  }

  private static Optional<Verdict> infraError(CellFacts facts, Trials trials, String side) {
    if (trials.isEmpty()) {
      return Optional.of(
          facts.verdict(VerdictKind.INFRA_ERROR, List.of("no " + side + " trial ran")));
    }
    return trials
        .find(Outcome.Kind.INFRA)
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.INFRA_ERROR,
                    outcome,
                    "in a " + side + " trial, in spite of retries: " + outcome.detail()));
  }

  /** Judges a charge that is shown only by snapshots, which may be broken. */
  static Optional<Verdict> unproven(CellFacts facts) {
    return facts
        .unproven()
        .flatMap(
            charge ->
                inconclusive(
                    facts,
                    "only trials that went on from a saved machine show %s: no boot does"
                        .formatted(charge.words())));
  }

  /** Judges trials that were slow, without proof of a hang. */
  static Optional<Verdict> timeout(CellFacts facts) {
    return facts
        .patched()
        .proven(o -> o.kind() == Outcome.Kind.TIMEOUT)
        .map(outcome -> facts.verdict(VerdictKind.TIMEOUT, outcome, outcome.detail()));
  }

  /** Judges too few clean trials, or some that were not clean. */
  static Optional<Verdict> inconclusive(CellFacts facts) {
    Trials patched = facts.patched();
    if (patched.clean() < patched.counted()) {
      return inconclusive(
          facts,
          "only %d of %d patched trials were clean; the others showed what the control shows: %s"
              .formatted(patched.clean(), patched.counted(), patched.summary()));
    }
    int clean = facts.cleanObservations();
    if (facts.guard() || clean >= facts.cleanTrialsNeeded()) {
      return Optional.empty();
    }
    return inconclusive(
        facts,
        "clean trials: %d%s, too few: %s, so it takes %d: %d more%s"
            .formatted(
                clean,
                clean == patched.clean()
                    ? ""
                    : ", for trials from one snapshot count as one (" + patched.clean() + " ran)",
                facts.controlRate(),
                facts.cleanTrialsNeeded(),
                facts.cleanTrialsNeeded() - clean,
                facts.cleanTrialsNeeded() > facts.cell().plan().maxTrials()
                    ? " (--trials or --max-trials allows %d)"
                        .formatted(facts.cell().plan().maxTrials())
                    : ""));
  }

  private static Optional<Verdict> inconclusive(CellFacts facts, String reason) {
    return Optional.of(facts.verdict(VerdictKind.INCONCLUSIVE, List.of(reason)));
  }

  /** Returns the verdict that remains. */
  static Verdict fixed(CellFacts facts) {
    Trials patched = facts.patched();
    List<String> reasons = new ArrayList<>();
    if (facts.guard()) {
      reasons.add(
          "the guard holds in %d of %d trials".formatted(patched.clean(), patched.counted()));
    } else {
      reasons.add(
          "%d of %d patched trials clean%s; %s"
              .formatted(
                  patched.clean(), patched.counted(), patched.restored(), facts.controlRate()));
      Exposure.words(facts.cell()).ifPresent(words -> reasons.add("each patched trial " + words));
      reasons.add(
          "had the patch changed nothing, this would happen in at most %s %% of cases%s"
              .formatted(
                  restPercent(facts.cell().confidence()),
                  facts.pValue() == null
                      ? ""
                      : "; Fisher's exact " + PValue.sentence(facts.pValue())));
      if (!facts.cell().caseHasDataCheck()) {
        reasons.add("crash only; masking not excluded");
      }
    }
    patched
        .find(patched::accepted)
        .ifPresent(outcome -> reasons.add("accepted by the case: " + outcome.detail()));
    if (!facts.cell().spared().equals(Spared.NONE)) {
      reasons.add(
          "what only the patched kernel lived to show is not new: " + facts.cell().spared().how());
    }
    for (String suspicion : facts.cell().suspicions()) {
      reasons.add("not masked, for a check of the data came out FIXED, too: " + suspicion);
    }
    if (!facts.guard()) {
      reasons.add("reached: " + facts.cell().reached().summary());
    }
    return facts.verdict(VerdictKind.FIXED, reasons);
  }

  /** Returns the verdict on a control alone: the bug, or a guard that holds. */
  static Verdict reproduced(CellFacts facts) {
    Trials control = facts.control();
    return control
        .find(Outcome.Kind.FAILED_AS_EXPECTED)
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.REPRODUCED, outcome, "fails as expected: " + facts.controlRate()))
        .orElseGet(
            () ->
                facts.verdict(
                    VerdictKind.REPRODUCED,
                    List.of(
                        "the guard holds in %d of %d trials"
                            .formatted(control.clean(), control.counted()))));
  }

  /** Returns 1 - confidence in percent, as written by hand. */
  private static String restPercent(double confidence) {
    return BigDecimal.ONE
        .subtract(BigDecimal.valueOf(confidence))
        .movePointRight(2)
        .stripTrailingZeros()
        .toPlainString();
  }
}
