package dev.kverdict.verdict;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Computes results of patches and the exit code from the verdicts on cells. */
public final class Results {

  private Results() {}

  /** Returns one result per kernel and patch, in the order of the verdicts; controls have none. */
  public static List<PatchResult> patches(List<JudgedVerdict> verdicts) {
    Map<String, List<JudgedVerdict>> groups = new LinkedHashMap<>();
    for (JudgedVerdict judged : verdicts) {
      Verdict v = judged.verdict();
      if (!v.patch().equals(Verdict.CONTROL)) {
        groups.computeIfAbsent(v.kernel() + "/" + v.patch(), k -> new ArrayList<>()).add(judged);
      }
    }
    return groups.values().stream().map(Results::patch).toList();
  }

  private static PatchResult patch(List<JudgedVerdict> group) {
    Verdict first = group.get(0).verdict();
    VerdictClass worst =
        worst(group.stream().map(judged -> judged.verdict().kind().verdictClass()));
    return new PatchResult(
        first.kernel(), first.patch(), worst, group.stream().allMatch(JudgedVerdict::asExpected));
  }

  /**
   * Returns the exit code of a run: 1 for a fail, 4 for an error, 3 for undecided, 0 for all as
   * asked; the first that applies. A verdict other than expected is a fail, unless it is an error
   * or undecided. A run without any verdict is an error.
   */
  public static int exitCode(List<JudgedVerdict> verdicts) {
    if (verdicts.isEmpty()) {
      return 4;
    }
    return switch (worst(verdicts.stream().map(Results::asAsked))) {
      case PASS -> 0;
      case UNDECIDED -> 3;
      case ERROR -> 4;
      case FAIL -> 1;
    };
  }

  /** Returns the exit code of a run with series: one with a patch that breaks something fails. */
  public static int exitCode(List<JudgedVerdict> verdicts, List<SeriesStep> steps) {
    int code = exitCode(verdicts);
    return steps.stream().anyMatch(step -> step.effect() == SeriesStep.Effect.BREAKS) ? 1 : code;
  }

  private static VerdictClass asAsked(JudgedVerdict judged) {
    VerdictClass own = judged.verdict().kind().verdictClass();
    if (judged.asExpected()) {
      return VerdictClass.PASS;
    }
    return own == VerdictClass.PASS ? VerdictClass.FAIL : own;
  }

  private static VerdictClass worst(Stream<VerdictClass> classes) {
    return classes.max(Comparator.naturalOrder()).orElse(VerdictClass.ERROR);
  }
}
