package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import java.util.Optional;

/** One reason why a trial is not clean. */
@FunctionalInterface
interface OutcomeRule {

  /** The outcome, when the rule holds. */
  Optional<Outcome> judge(TrialFacts facts);
}
