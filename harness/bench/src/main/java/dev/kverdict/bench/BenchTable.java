package dev.kverdict.bench;

import dev.kverdict.report.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Formats the result of a benchmark as a table for people. */
public final class BenchTable {

  private static final List<String> HEAD =
      List.of("section", "what", "unit", "median", "min", "max", "n");

  private static final List<String> COMPARED =
      List.of("section", "what", "unit", "before", "now", "now : before", "apart");

  /** The first column that is aligned right: numbers are, words are not. */
  private static final int FIRST_NUMBER = 3;

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

  /** Returns two results side by side: the lines of both, what only one has, and other facts. */
  public static String of(BenchComparison comparison) {
    StringBuilder text = new StringBuilder();
    TextColumns rows = new TextColumns(COMPARED, FIRST_NUMBER);
    String section = "";
    for (BenchComparison.Line line : comparison.lines()) {
      Measurement now = line.now();
      rows.add(
          List.of(
              now.section().equals(section) ? "" : now.section(),
              PlainText.of(now.name()),
              PlainText.of(now.unit()),
              TextColumns.number(line.before().median()),
              TextColumns.number(now.median()),
              Double.isNaN(line.ratio()) ? "-" : TextColumns.number(line.ratio()),
              line.apart() ? "yes" : "no"));
      section = now.section();
    }
    rows.to(text);
    comparison.onlyBefore().forEach(name -> says(text, "only before", name));
    comparison.onlyNow().forEach(name -> says(text, "only now", name));
    for (BenchComparison.Difference one : comparison.differences()) {
      says(text, one.name(), "%s -> %s".formatted(known(one.before()), known(one.now())));
    }
    return text.toString();
  }

  private static void says(StringBuilder text, String what, String which) {
    text.append(PlainText.of(what)).append(": ").append(PlainText.of(which)).append('\n');
  }

  private static String known(@Nullable String fact) {
    return fact == null ? "unknown" : fact;
  }

  private static void table(StringBuilder text, List<Measurement> measurements) {
    if (measurements.isEmpty()) {
      return;
    }
    TextColumns rows = new TextColumns(HEAD, FIRST_NUMBER);
    String section = "";
    for (Measurement each : measurements) {
      rows.add(
          List.of(
              each.section().equals(section) ? "" : each.section(),
              each.name(),
              each.unit(),
              TextColumns.number(each.median()),
              TextColumns.number(each.min()),
              TextColumns.number(each.max()),
              Integer.toString(each.samples().size())));
      section = each.section();
    }
    rows.to(text);
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
}
