package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import java.util.Optional;

/** A reason why a trial is not clean. */
@FunctionalInterface
interface OutcomeRule {

  /** Returns the outcome, if the rule holds. */
  Optional<Outcome> judge(TrialFacts facts);
}
