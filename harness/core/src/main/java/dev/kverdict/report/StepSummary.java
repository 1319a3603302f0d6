package dev.kverdict.report;

import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PValue;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes summary.md, a run on one page in Markdown, such as a job's page on GitHub shows. */
public final class StepSummary {

  /** GitHub takes 1 MiB from a step; a page for people is much shorter. */
  private static final int MOST_ITEMS = 100;

  private static final List<String> HEAD =
      List.of("patch", "reproducer", "kernel", "control", "patched", "p", "verdict", "evidence");

  private final RunResult result;
  private final StringBuilder text = new StringBuilder();

  private StepSummary(RunResult result) {
    this.result = result;
  }

  /** Returns the document. */
  public static String of(RunResult result) {
    return new StepSummary(result).write();
  }

  private String write() {
    text.append("## kverdict: ").append(Markdown.text(result.caseName())).append("\n\n");
    if (result.partial()) {
      item("**partial**: the run was interrupted");
    }
    for (PatchResult patch : result.patches()) {
      item(
          "**%s**: patch %s on %s%s"
              .formatted(
                  patch.result(),
                  Markdown.text(patch.patch()),
                  Markdown.text(patch.kernel()),
                  expected(patch)));
    }
    text.append('\n').append(Markdown.row(HEAD)).append(Markdown.rule(HEAD.size()));
    result.verdicts().stream().limit(MOST_ITEMS).forEach(this::row);
    left(result.verdicts().size());
    steps();
    claims();
    findings();
    RunFacts facts = result.facts();
    text.append(
        "\n%d trials run, %d judged again from the store; %s, %s s.\n"
            .formatted(
                facts.trialsRun(),
                facts.trialsFromStore(),
                Markdown.text(facts.acceleratorWords()),
                facts.seconds()));
    return text.toString();
  }

  private static String expected(PatchResult patch) {
    boolean passes = patch.result() == VerdictClass.PASS;
    if (passes == patch.asExpected()) {
      return "";
    }
    return passes ? ", NOT as the case expects" : ", as the case expects";
  }

  private void row(JudgedVerdict judged) {
    Verdict v = judged.verdict();
    String verdict = Markdown.text(v.kind().name());
    text.append(
        Markdown.row(
            List.of(
                Markdown.text(v.patch()),
                Markdown.text(v.repro() + (v.guard() ? " (guard)" : "")),
                Markdown.text(v.kernel()),
                VerdictTable.counts(v.control(), v.guard()),
                VerdictTable.counts(v.patched(), v.guard()),
                v.pValue() == null ? "-" : Markdown.text(PValue.text(v.pValue())),
                judged.asExpected() ? verdict : "**" + verdict + "**",
                Markdown.text(expected(judged) + v.reasons().get(0)))));
  }

  private static String expected(JudgedVerdict judged) {
    return judged.asExpected() || judged.expected() == null
        ? ""
        : "expected " + judged.expected() + "; ";
  }

  private void steps() {
    if (!result.steps().isEmpty()) {
      text.append("\n### Patch by patch\n\n");
    }
    for (SeriesStep step : result.steps().stream().limit(MOST_ITEMS).toList()) {
      boolean bad = step.effect() == SeriesStep.Effect.BREAKS;
      String line = Markdown.text(step.patch() + ", " + step.line());
      item(bad ? "**fails**: " + line : line);
    }
    left(result.steps().size());
  }

  private void claims() {
    if (!result.claims().isEmpty()) {
      text.append("\n### Claims\n\n");
    }
    for (ClaimResult claim : result.claims().stream().limit(MOST_ITEMS).toList()) {
      item(
          "**%s** %s: %s"
              .formatted(claim.outcome(), Markdown.text(claim.id()), Markdown.text(claim.says())));
    }
    left(result.claims().size());
  }

  private void findings() {
    Set<String> seen = new LinkedHashSet<>();
    for (JudgedVerdict judged : result.verdicts()) {
      for (JudgedFinding found : judged.verdict().findings()) {
        seen.add(Markdown.text(found.summary()));
      }
    }
    if (!seen.isEmpty()) {
      text.append("\n### Also seen\n\n");
    }
    seen.stream().limit(MOST_ITEMS).forEach(this::item);
    left(seen.size());
  }

  private void left(int all) {
    if (all > MOST_ITEMS) {
      text.append("\n%d more are in verdict.json.\n".formatted(all - MOST_ITEMS));
    }
  }

  private void item(String markdown) {
    text.append("* ").append(markdown).append('\n');
  }
}
