package dev.kverdict.verdict;

import dev.kverdict.record.Verdict;
import java.util.Optional;

/** One line of the table of verdicts. */
@FunctionalInterface
interface CellRule {

  /** The verdict, when the line holds. */
  Optional<Verdict> judge(CellFacts facts);
}
