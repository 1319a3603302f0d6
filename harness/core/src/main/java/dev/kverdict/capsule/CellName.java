package dev.kverdict.capsule;

import dev.kverdict.UserError;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the cell that a person means. */
final class CellName {

  private static final int MOST_LISTED = 20;

  private CellName() {}

  /** Returns a cell's name, as tables have it: {@code KERNEL/PATCH PROGRAM}. */
  static String of(Verdict cell) {
    String patch = cell.patch().equals(Verdict.CONTROL) ? "" : "/" + cell.patch();
    return cell.kernel() + patch + " " + cell.repro();
  }

  /**
   * Returns the only cell that some words fit: first those in which each word is a whole name, then
   * those in which each occurs.
   *
   * @param said names of a kernel, a patch, a reproducer, or parts of them
   * @throws UserError listing the cells if none or several fit
   */
  static JudgedVerdict find(List<JudgedVerdict> cells, String said) {
    List<String> words =
        Stream.of(said.split("[\\s/]+", -1)).filter(word -> !word.isEmpty()).toList();
    List<JudgedVerdict> found =
        cells.stream().filter(cell -> names(cell.verdict()).containsAll(words)).toList();
    if (found.isEmpty()) {
      found =
          cells.stream()
              .filter(cell -> words.stream().allMatch(of(cell.verdict())::contains))
              .toList();
    }
    if (found.size() != 1 || words.isEmpty()) {
      boolean none = found.isEmpty() || words.isEmpty();
      throw new UserError(
          "CELL " + said,
          none ? "is no cell of the run" : "may be any of " + found.size() + " cells",
          "name one of: " + list(none ? cells : found));
    }
    return found.get(0);
  }

  private static Set<String> names(Verdict cell) {
    return Stream.of(cell.kernel(), cell.patch(), cell.repro()).collect(Collectors.toSet());
  }

  private static String list(List<JudgedVerdict> cells) {
    String names =
        cells.stream()
            .limit(MOST_LISTED)
            .map(cell -> "'" + of(cell.verdict()) + "'")
            .collect(Collectors.joining(", "));
    return cells.size() > MOST_LISTED
        ? "%s and %d more".formatted(names, cells.size() - MOST_LISTED)
        : names;
  }
}
