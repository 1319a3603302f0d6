package dev.kverdict.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of plain text: words are aligned left, numbers right. */
final class TextColumns {

  private static final double HUNDRED = 100;

  private final int firstNumber;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param firstNumber the first column that is aligned right
   */
  TextColumns(List<String> head, int firstNumber) {
    this.firstNumber = firstNumber;
    rows.add(head);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /** Appends all rows. */
  void to(StringBuilder text) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < widths.length; i++) {
        String format = "%" + (i < firstNumber ? "-" : "") + widths[i] + "s";
        cells.add(format.formatted(row.get(i)));
      }
      text.append(String.join("  ", cells).stripTrailing()).append('\n');
    }
  }

  /** About three digits: more would differ in the next run. */
  static String number(double value) {
    String format = Math.abs(value) >= HUNDRED ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
