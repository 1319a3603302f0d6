package dev.kverdict.page;

import dev.kverdict.record.JudgedFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A finding, once for all cells in which it has the same standing.
 *
 * @param status its standing
 * @param finding the finding, as one of the cells has it
 * @param places the cells
 */
record FindingView(JudgedFinding.Status status, JudgedFinding finding, List<Place> places) {

  /**
   * A cell that shows it.
   *
   * @param cell the cell
   * @param name the patch and the program
   * @param seen how it was seen there
   */
  record Place(CellView cell, String name, JudgedFinding seen) {

    /** Returns the counts on both sides. */
    String counts() {
      return "control %d of %d, patched %d of %d"
          .formatted(
              seen.control(),
              cell.verdict().control().trials(),
              seen.patched(),
              cell.verdict().patched().trials());
    }
  }

  /** Returns all findings of a run, by standing. */
  static List<FindingView> all(List<PatchView> patches) {
    List<FindingView> all = new ArrayList<>();
    for (JudgedFinding.Status status : JudgedFinding.Status.values()) {
      Map<String, FindingView> byName = new LinkedHashMap<>();
      for (PatchView patch : patches) {
        for (CellView cell : patch.cells()) {
          for (JudgedFinding found : cell.findings(status)) {
            byName
                .computeIfAbsent(
                    found.summary(), key -> new FindingView(status, found, new ArrayList<>()))
                .places()
                .add(new Place(cell, patch.name() + ", " + cell.program(), found));
          }
        }
      }
      all.addAll(byName.values());
    }
    return all;
  }

  /** Returns the standing as a heading. */
  static String heading(JudgedFinding.Status status) {
    return switch (status) {
      case NEW -> "New with the patch";
      case UNMASKED -> "Seen only with the patch; cannot tell";
      case PRE_EXISTING -> "Pre-existing";
      case GONE -> "Gone with the patch";
    };
  }
}
