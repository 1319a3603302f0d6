package dev.kverdict.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of words, for a terminal or in Markdown.
 *
 * @param title what it shows
 * @param head the heads of its columns
 * @param rows its rows, each as long as the head
 */
record TextTable(String title, List<String> head, List<List<Cell>> rows) {

  /**
   * A cell.
   *
   * @param text its text, which may come from a guest or a stranger
   * @param marked whether a reader should see it first
   */
  record Cell(String text, boolean marked) {

    static Cell of(Object text) {
      return new Cell(String.valueOf(text), false);
    }

    private String plain() {
      return PlainText.of(text) + (marked ? " !" : "");
    }

    private String markdown() {
      return marked ? "**" + Markdown.text(text) + "**" : Markdown.text(text);
    }
  }

  TextTable {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Returns the table for a terminal; what is marked has an exclamation mark. */
  String plain() {
    List<List<String>> lines = new ArrayList<>(List.of(head));
    rows.forEach(row -> lines.add(row.stream().map(Cell::plain).toList()));
    StringBuilder text = new StringBuilder(title).append('\n');
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < head.size(); column++) {
        int width = width(lines, column);
        String cell = lines.get(i).get(column);
        line.append(cell).append(" ".repeat(width - cell.length() + 2));
      }
      String whole = line.toString().stripTrailing();
      text.append(whole).append('\n');
      if (i == 0) {
        text.append("-".repeat(whole.length())).append('\n');
      }
    }
    return text.toString();
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  /** Returns the table in Markdown; what is marked is bold. */
  String markdown() {
    StringBuilder text = new StringBuilder("**").append(Markdown.text(title)).append("**\n\n");
    text.append(Markdown.row(head)).append(Markdown.rule(head.size()));
    rows.forEach(row -> text.append(Markdown.row(row.stream().map(Cell::markdown).toList())));
    return text.toString();
  }
}
