package dev.kverdict.report;

import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.PValue;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Formats the result of a run as a table for the terminal. */
public final class VerdictTable {

  /** Columns where there is no terminal, and the most that are used of one. */
  public static final int WIDTH = 110;

  private static final int LEAST = 60;
  private static final int MIN_EVIDENCE = 24;
  private static final List<String> HEAD =
      List.of("patch", "reproducer", "control", "patched", "p", "verdict", "evidence");

  private final RunResult result;
  private final int width;

  /** True if there are several kernels, so each has to be named. */
  private final boolean kernels;

  private VerdictTable(RunResult result, int columns) {
    this.result = result;
    this.width = Math.max(LEAST, Math.min(WIDTH, columns));
    this.kernels = result.verdicts().stream().map(j -> j.verdict().kernel()).distinct().count() > 1;
  }

  /** Returns the table of a run and, below it, one line per patch. */
  public static String of(RunResult result) {
    return of(result, WIDTH);
  }

  /**
   * Returns the table for a terminal. Where the evidence has no room in its column, it stands below
   * its line.
   *
   * @param columns the width of the terminal
   */
  public static String of(RunResult result, int columns) {
    return new VerdictTable(result, columns).text();
  }

  private String text() {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (JudgedVerdict judged : result.verdicts()) {
      rows.add(row(judged));
    }
    StringBuilder text = new StringBuilder();
    int[] widths = widths(rows);
    for (int i = 0; i < rows.size(); i++) {
      row(text, rows.get(i), widths);
      if (i == 0) {
        text.append("-".repeat(width)).append('\n');
      }
    }
    text.append('\n');
    for (PatchResult patch : result.patches()) {
      indented(
          text,
          "",
          "patch %s: %s%s%s"
              .formatted(
                  onKernel(patch.kernel(), patch.patch()),
                  patch.result(),
                  asked(patch),
                  fit(patch)));
    }
    moreReasons(text);
    for (ClaimResult claim : result.claims()) {
      claim(text, claim);
    }
    result.necessities().forEach(part -> necessity(text, part));
    result.steps().forEach(step -> step(text, step));
    places(text);
    findings(text);
    for (DiscardedMachine machine : result.discarded()) {
      indented(
          text,
          "",
          "snapshot %s of %s was discarded: %s"
              .formatted(
                  PlainText.of(machine.machine()),
                  PlainText.of(machine.kernel()),
                  PlainText.of(machine.reason())));
    }
    if (result.partial()) {
      text.append("partial: the run was interrupted\n");
    }
    RunFacts facts = result.facts();
    indented(
        text,
        "",
        "%d trials run, %d judged again from the store; %s, %s, %s s"
            .formatted(
                facts.trialsRun(),
                facts.trialsFromStore(),
                facts.trials(),
                PlainText.of(facts.acceleratorWords()),
                facts.seconds()));
    text.append("evidence: %s%n".formatted(facts.folder()));
    return text.toString();
  }

  /** Appends what else is known where one reason does not tell a person what to do. */
  private void moreReasons(StringBuilder text) {
    result.verdicts().stream()
        .map(JudgedVerdict::verdict)
        .flatMap(
            verdict ->
                verdict.reasons().stream()
                    .skip(1)
                    .flatMap(
                        reason ->
                            switch (verdict.kind()) {
                              case NOT_REPRODUCED -> Stream.of(verdict.repro() + ": " + reason);
                              case PATCH_REJECTED -> Stream.of(verdict.patch() + ": " + reason);
                              default -> Stream.of();
                            }))
        .distinct()
        .forEach(reason -> indented(text, "", PlainText.of(reason)));
  }

  /** Appends each place that a patch changes, with its executions on either side. */
  private void places(StringBuilder text) {
    List<Verdict> counted =
        result.verdicts().stream()
            .map(JudgedVerdict::verdict)
            .filter(verdict -> !verdict.reached().equals(Reached.NOT_MEASURED))
            .toList();
    if (!counted.isEmpty()) {
      indented(text, "", "patched lines, executions in one trial on control -> patched:");
    }
    for (Verdict verdict : counted) {
      if (verdict.reached().places().isEmpty()) {
        String cell = onKernel(verdict.kernel(), verdict.patch()) + " " + verdict.repro();
        indented(text, "    ", cell + ": " + PlainText.of(verdict.reached().summary()));
      }
      for (Reached.Place place : verdict.reached().places()) {
        String line =
            "%s %s: %s %s -> %s%s"
                .formatted(
                    onKernel(verdict.kernel(), verdict.patch()),
                    verdict.repro(),
                    PlainText.of(place.label()),
                    hits(place.control()),
                    hits(place.patched()),
                    place.note().isEmpty() ? "" : " (" + PlainText.of(place.note()) + ")");
        indented(text, "    ", line);
      }
    }
  }

  /** Appends a wrapped text, with further lines indented a little more. */
  private void indented(StringBuilder text, String indent, String line) {
    String further = "";
    for (String part : wrap(line, width - indent.length() - 4)) {
      text.append(indent).append(further).append(part).append('\n');
      further = "    ";
    }
  }

  /** Appends the findings, each once for all cells in which it has the same status. */
  private void findings(StringBuilder text) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (JudgedFinding.Status status : JudgedFinding.Status.values()) {
      for (JudgedVerdict judged : result.verdicts()) {
        Verdict v = judged.verdict();
        for (JudgedFinding found : v.findings()) {
          if (found.status() == status) {
            lines
                .computeIfAbsent(PlainText.of(found.summary()), key -> new ArrayList<>())
                .add(
                    "%s %s at %s (control %d of %d, patched %d of %d)"
                        .formatted(
                            onKernel(v.kernel(), v.patch()),
                            v.repro(),
                            PlainText.of(found.finding().step()),
                            found.control(),
                            v.control().trials(),
                            found.patched(),
                            v.patched().trials()));
          }
        }
      }
    }
    if (!lines.isEmpty()) {
      text.append("findings:\n");
    }
    lines.forEach(
        (line, where) -> {
          indented(text, "    ", line);
          indented(text, "        ", String.join("; ", where));
        });
  }

  static String hits(@Nullable Long count) {
    return count == null ? "?" : count.toString();
  }

  private void claim(StringBuilder text, ClaimResult claim) {
    String head = "claim %s: %s".formatted(claim.id(), claim.outcome());
    wrap(head + ": " + PlainText.of(claim.says()), width)
        .forEach(line -> text.append(line).append('\n'));
    for (String reason : claim.reasons()) {
      wrap(PlainText.of(reason), width - 4)
          .forEach(line -> text.append("    ").append(line).append('\n'));
    }
  }

  private void necessity(StringBuilder text, Necessity part) {
    indented(
        text,
        "",
        "series %s, %d (%s): %s: %s"
            .formatted(
                part.patch(),
                part.number(),
                PlainText.of(part.subject()),
                part.answer().words(),
                PlainText.of(part.reason())));
  }

  private void step(StringBuilder text, SeriesStep step) {
    indented(
        text,
        "",
        "series %s, %s"
            .formatted(onKernel(step.kernel(), step.patch()), PlainText.of(step.line())));
  }

  private String onKernel(String kernel, String patch) {
    return (kernels ? kernel + "/" : "") + patch;
  }

  /** Returns how a patch fits a kernel, if there are several, or if it does not fit cleanly. */
  private String fit(PatchResult patch) {
    return result.scope().patches().stream()
        .filter(known -> known.name().equals(patch.patch()))
        .flatMap(known -> Stream.ofNullable(known.fits().get(patch.kernel())))
        .filter(words -> kernels || !words.equals("applies cleanly"))
        .map(words -> "; it " + words)
        .findFirst()
        .orElse("");
  }

  private String asked(PatchResult patch) {
    boolean expectations =
        result.verdicts().stream()
            .filter(j -> j.verdict().patch().equals(patch.patch()))
            .anyMatch(j -> j.expected() != null);
    if (!expectations) {
      return "";
    }
    return patch.asExpected() ? ", as the case expects" : ", NOT as the case expects";
  }

  private List<String> row(JudgedVerdict judged) {
    Verdict v = judged.verdict();
    String reason = v.reasons().get(0);
    VerdictKind expected = judged.expected();
    if (!judged.asExpected() && expected != null) {
      reason = "expected " + expected + "; " + reason;
    }
    return List.of(
        onKernel(v.kernel(), v.patch()),
        v.repro() + (v.guard() ? " (guard)" : ""),
        counts(v.control(), v.guard()),
        counts(v.patched(), v.guard()),
        v.pValue() == null ? "-" : PValue.text(v.pValue()),
        v.kind().name(),
        PlainText.of(reason));
  }

  /**
   * Counts failures of reproducers, but successes of guards: {@code 5/5 fail}, {@code 3/3 hold}.
   */
  static String counts(Verdict.Tally tally, boolean guard) {
    if (tally.trials() == 0) {
      return "-";
    }
    return guard
        ? tally.clean() + "/" + tally.trials() + " hold"
        : tally.failures() + "/" + tally.trials() + " fail";
  }

  /** Returns the width of each column; 0 for the evidence if it has no room. */
  private int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    int used = 0;
    for (int c = 0; c < widths.length - 1; c++) {
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
      used += widths[c] + 2;
    }
    int room = width - used;
    widths[widths.length - 1] = room < MIN_EVIDENCE ? 0 : room;
    return widths;
  }

  private void row(StringBuilder text, List<String> row, int[] widths) {
    int last = widths.length - 1;
    boolean below = widths[last] == 0;
    List<String> wrapped = below ? List.of("") : wrap(row.get(last), widths[last]);
    for (int line = 0; line < wrapped.size(); line++) {
      StringBuilder cells = new StringBuilder();
      for (int c = 0; c < last; c++) {
        String cell = line == 0 ? row.get(c) : "";
        cells.append(cell).append(" ".repeat(widths[c] - cell.length() + 2));
      }
      text.append((cells + wrapped.get(line)).stripTrailing()).append('\n');
    }
    if (below && !row.equals(HEAD)) {
      wrap(row.get(last), width - 4).forEach(line -> text.append("    ").append(line).append('\n'));
    }
  }

  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width);
      cut = cut <= 0 ? width : cut;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
