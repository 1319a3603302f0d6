package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import java.util.List;
import java.util.Set;

/**
 * A part of a run whose verdicts are those of the whole run: the control runs with every program of
 * the whole, because what it shows with one program counts for the others.
 *
 * @param cells its cells, as {@link Cell#toString} names them
 * @param claims whether the claims are settled here
 */
public record Part(Set<String> cells, boolean claims) {

  public Part {
    cells = Set.copyOf(cells);
  }

  /** Returns those cells of a run that are in this part. */
  List<Cell> of(List<Cell> whole) {
    return whole.stream().filter(cell -> cells.contains(cell.toString())).toList();
  }
}
