package dev.kverdict.report;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes what the newest run of each case gave, as a document in Markdown. */
public final class CasesDocument {

  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      <!-- Generated: ./kverdict report --cases RUNS -->
      # Cases

      What the newest run of each case gave. A cell is the verdict on a patch (row) by a reproducer or
      guard (column); the row of the control counts trials. A verdict in bold is not the one that the
      case expects. Minutes are those of one machine; trials of earlier runs are taken from the store.

      """;

  private static final List<String> COLUMNS =
      List.of("case", "kernel", "programs", "patches", "trials", "from the store", "minutes");

  private final StringBuilder text = new StringBuilder(HEAD);

  private CasesDocument() {}

  /**
   * Returns the document.
   *
   * @param runs the directory of runs
   * @throws dev.kverdict.UserError when it cannot be read, holds no run, or one of another version
   */
  public static String of(Path runs) {
    return new CasesDocument()
        .write(FinishedRun.newest(FinishedRun.in(runs)).stream().map(FinishedRun::result).toList());
  }

  private String write(List<RunResult> results) {
    text.append(Markdown.row(COLUMNS)).append(Markdown.rule(COLUMNS.size()));
    results.forEach(this::summary);
    results.forEach(this::section);
    return text.toString();
  }

  private void summary(RunResult result) {
    List<Verdict> verdicts = result.verdicts().stream().map(JudgedVerdict::verdict).toList();
    text.append(
        Markdown.row(
            List.of(
                Markdown.text(result.caseName()),
                String.join(", ", kernels(result).stream().map(k -> kernel(result, k)).toList()),
                String.valueOf(verdicts.stream().map(Verdict::repro).distinct().count()),
                String.valueOf(verdicts.stream().map(Verdict::patch).distinct().count()),
                String.valueOf(result.facts().trialsRun()),
                String.valueOf(result.facts().trialsFromStore()),
                String.format(Locale.ROOT, "%.1f", result.facts().seconds() / 60))));
  }

  private static List<String> kernels(RunResult result) {
    return result.patches().stream().map(PatchResult::kernel).distinct().toList();
  }

  /** Returns the release of a kernel if the result tells it, and its name otherwise. */
  private static String kernel(RunResult result, String name) {
    return Markdown.text(
        result.scope().kernels().stream()
            .filter(kernel -> kernel.name().equals(name))
            .map(Scope.Kernel::release)
            .findFirst()
            .orElse(name));
  }

  private void section(RunResult result) {
    text.append("\n## ").append(Markdown.text(result.caseName())).append('\n');
    for (String kernel : kernels(result)) {
      table(
          kernel,
          result.verdicts().stream()
              .filter(judged -> judged.verdict().kernel().equals(kernel))
              .toList());
    }
  }

  private void table(String kernel, List<JudgedVerdict> cells) {
    List<String> programs = cells.stream().map(c -> c.verdict().repro()).distinct().toList();
    List<String> head = new ArrayList<>(List.of("on " + Markdown.text(kernel)));
    List<String> control = new ArrayList<>(List.of("control"));
    for (String program : programs) {
      List<Verdict> column =
          cells.stream()
              .map(JudgedVerdict::verdict)
              .filter(verdict -> verdict.repro().equals(program))
              .toList();
      boolean guard = column.get(0).guard();
      head.add(Markdown.text(program + (guard ? " (guard)" : "")));
      control.add(
          VerdictTable.counts(
              column.stream()
                  .map(Verdict::control)
                  .max(Comparator.comparingInt(Verdict.Tally::trials))
                  .orElse(Verdict.Tally.NONE),
              guard));
    }
    text.append('\n').append(Markdown.row(head)).append(Markdown.rule(head.size()));
    text.append(Markdown.row(control));
    for (String patch : cells.stream().map(c -> c.verdict().patch()).distinct().toList()) {
      List<String> row = new ArrayList<>(List.of(Markdown.text(patch)));
      programs.forEach(program -> row.add(cell(cells, patch, program)));
      text.append(Markdown.row(row));
    }
  }

  private static String cell(List<JudgedVerdict> cells, String patch, String program) {
    Optional<JudgedVerdict> cell =
        cells.stream()
            .filter(c -> c.verdict().patch().equals(patch) && c.verdict().repro().equals(program))
            .findFirst();
    return cell.map(
            judged -> {
              String kind = Markdown.text(judged.verdict().kind().name());
              return judged.asExpected() ? kind : "**" + kind + "**";
            })
        .orElse("-");
  }
}
