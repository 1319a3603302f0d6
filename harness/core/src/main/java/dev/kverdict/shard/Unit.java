package dev.kverdict.shard;

import dev.kverdict.model.Cell;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is never cut: cells whose verdicts wait for one another. The reproducers of a patch belong
 * together, because a check of data says whether the patch of a report may be trusted. A guard
 * stands for itself, unless something is asked of all programs of a patch. Claims go where the
 * cells are that they are about.
 *
 * @param cells one or more cells
 * @param claims whether the claims are settled with them
 */
record Unit(List<Cell> cells, boolean claims) {

  Unit {
    cells = List.copyOf(cells);
  }

  /**
   * Cuts a run as finely as may be.
   *
   * @param cells all cells of the run
   * @param settling whether the run settles the claims of its case
   * @param patchesWhole whether guards stay with the reproducers of their patch
   */
  static List<Unit> of(Matrix matrix, List<Cell> cells, boolean settling, boolean patchesWhole) {
    List<ClaimDef> claims = settling ? matrix.claims() : List.of();
    Set<String> claimed =
        claims.stream()
            .flatMap(claim -> claim.experiments().stream())
            .flatMap(experiment -> Stream.ofNullable(experiment.patch()))
            .collect(Collectors.toSet());
    Map<String, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      groups
          .computeIfAbsent(group(cell, claimed, patchesWhole), name -> new ArrayList<>())
          .add(cell);
    }
    List<Unit> units = new ArrayList<>();
    groups.forEach((name, group) -> units.add(new Unit(group, name.equals(CLAIMS))));
    if (!claims.isEmpty() && claimed.isEmpty()) {
      units.set(0, new Unit(units.get(0).cells(), true));
    }
    return units;
  }

  private static final String CLAIMS = "";

  private static String group(Cell cell, Set<String> claimed, boolean patchesWhole) {
    if (cell.patch() != null && claimed.contains(Objects.requireNonNull(cell.patch()).name())) {
      return CLAIMS;
    }
    return cell.program().guard() && !patchesWhole ? cell.toString() : cell.kernelUnderTest();
  }
}
