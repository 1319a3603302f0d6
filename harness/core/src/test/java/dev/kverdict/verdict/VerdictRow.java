package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;

/**
 * A cell and the verdict on it.
 *
 * @param name what is special about the cell
 * @param title the verdict's title
 */
record VerdictRow(String name, CellSketch cell, VerdictKind kind, String title) {

  static VerdictRow row(String name, CellSketch cell, VerdictKind kind, String title) {
    return new VerdictRow(name, cell, kind, title);
  }

  /** Judges the patch of the cell. */
  void check() {
    check(cell.verdict());
  }

  /** Judges its control alone. */
  void checkControl() {
    check(cell.controlVerdict());
  }

  private void check(Verdict verdict) {
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(kind);
    assertThat(verdict.title()).isEqualTo(title);
  }

  @Override
  public String toString() {
    return name;
  }
}
