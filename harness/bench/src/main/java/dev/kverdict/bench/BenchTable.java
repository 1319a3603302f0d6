package dev.kverdict.bench;

import dev.kverdict.report.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Formats the result of a benchmark as a table for people. */
public final class BenchTable {

  private static final List<String> HEAD =
      List.of("section", "what", "unit", "median", "min", "max", "n");

  /** The first column that is aligned right: numbers are, words are not. */
  private static final int FIRST_NUMBER = 3;

  private static final double HUNDRED = 100;

  private BenchTable() {}

  /** Returns the table, then the traces, the notes and the facts about the run. */
  public static String of(BenchResult result) {
    StringBuilder text = new StringBuilder();
    table(text, result.measurements());
    result.traces().forEach(trace -> trace(text, trace));
    for (String note : result.notes()) {
      text.append("\nnote: ").append(PlainText.of(note));
    }
    text.append(result.notes().isEmpty() ? "" : "\n").append('\n');
    new TreeMap<>(result.run())
        .forEach(
            (name, fact) -> text.append(name).append(": ").append(PlainText.of(fact)).append('\n'));
    return text.toString();
  }

  private static void table(StringBuilder text, List<Measurement> measurements) {
    if (measurements.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    String section = "";
    for (Measurement each : measurements) {
      rows.add(
          List.of(
              each.section().equals(section) ? "" : each.section(),
              each.name(),
              each.unit(),
              number(each.median()),
              number(each.min()),
              number(each.max()),
              Integer.toString(each.samples().size())));
      section = each.section();
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < widths.length; i++) {
        String format = "%" + (i < FIRST_NUMBER ? "-" : "") + widths[i] + "s";
        cells.add(format.formatted(row.get(i)));
      }
      text.append(String.join("  ", cells).stripTrailing()).append('\n');
    }
  }

  private static void trace(StringBuilder text, TrialTrace trace) {
    text.append('\n').append(trace.title()).append(", ms since it began and since the line before");
    text.append('\n');
    double before = 0;
    for (TrialTrace.Moment moment : trace.moments()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%9.1f %8.1f  %s%n",
              moment.millis(),
              moment.millis() - before,
              PlainText.of(moment.what())));
      before = moment.millis();
    }
  }

  /** About three digits: more would differ in the next run. */
  private static String number(double value) {
    String format = Math.abs(value) >= HUNDRED ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
