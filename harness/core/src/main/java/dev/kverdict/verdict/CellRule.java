package dev.kverdict.verdict;

import dev.kverdict.record.Verdict;
import java.util.Optional;

/** A line of the table of verdicts. */
@FunctionalInterface
interface CellRule {

  /** Returns the verdict, if the line holds. */
  Optional<Verdict> judge(CellFacts facts);
}
