package dev.kverdict.verdict;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From verdicts on cells to results on patches and to the exit code. */
public final class Results {

  private Results() {}

  /** One result per kernel and patch, in the order of the verdicts; controls have none. */
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
    VerdictClass worst = VerdictClass.PASS;
    for (JudgedVerdict judged : group) {
      VerdictClass each = judged.verdict().kind().verdictClass();
      worst = each.compareTo(worst) > 0 ? each : worst;
    }
    return new PatchResult(
        first.kernel(), first.patch(), worst, group.stream().allMatch(JudgedVerdict::asExpected));
  }

  /**
   * The exit code of a run: 0 all as asked, 1 a fail, 4 an error, 3 undecided; the worst first. A
   * verdict that misses what was expected is a fail, unless it is an error or undecided.
   */
  public static int exitCode(List<JudgedVerdict> verdicts) {
    int code = 0;
    for (JudgedVerdict judged : verdicts) {
      if (judged.asExpected()) {
        continue;
      }
      int each =
          switch (judged.verdict().kind().verdictClass()) {
            case PASS, FAIL -> 1;
            case ERROR -> 4;
            case UNDECIDED -> 3;
          };
      code = rank(each) > rank(code) ? each : code;
    }
    return code;
  }

  private static int rank(int code) {
    return switch (code) {
      case 1 -> 3;
      case 4 -> 2;
      case 3 -> 1;
      default -> 0;
    };
  }
}
