package dev.kverdict.report;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes verdict.ktap, in version 1 of the Kernel Test Anything Protocol (the kernel's
 * Documentation/dev-tools/ktap.rst): a test for each patch on a kernel, with a subtest for each
 * reproducer and guard. Only what is proved is {@code ok}.
 */
public final class KtapText {

  private static final String VERSION = "KTAP version 1\n";

  /** What a line says, the worst last; a test is what the worst of its subtests is. */
  private enum Result {
    OK,
    /** Not proved, as the case expects. */
    XFAIL,
    /** Undecided. */
    SKIP,
    TIMEOUT,
    ERROR,
    FAILED;

    static Result of(JudgedVerdict judged) {
      VerdictKind kind = judged.verdict().kind();
      if (judged.asExpected()) {
        return switch (kind.verdictClass()) {
          case PASS -> OK;
          case UNDECIDED, ERROR, FAIL -> XFAIL;
        };
      }
      return switch (kind.verdictClass()) {
        case PASS, FAIL -> FAILED; // another verdict than the expected one is no success
        case ERROR -> ERROR;
        case UNDECIDED -> kind == VerdictKind.TIMEOUT ? TIMEOUT : SKIP;
      };
    }

    String line(int number, String name, String more) {
      String begin = (this == OK ? "ok " : "not ok ") + number + " " + name;
      return this == OK || this == FAILED ? begin : begin + " # " + name() + more;
    }
  }

  private KtapText() {}

  /** Returns the document. */
  public static String of(RunResult result) {
    Map<String, List<JudgedVerdict>> groups = new LinkedHashMap<>();
    for (JudgedVerdict judged : result.verdicts()) {
      Verdict v = judged.verdict();
      String name = v.kernel() + (v.patch().equals(Verdict.CONTROL) ? "" : "/" + v.patch());
      groups.computeIfAbsent(name(name), key -> new ArrayList<>()).add(judged);
    }
    StringBuilder text = new StringBuilder(VERSION);
    text.append("1..").append(groups.size()).append('\n');
    int number = 0;
    for (Map.Entry<String, List<JudgedVerdict>> group : groups.entrySet()) {
      number++;
      Result worst =
          group.getValue().stream()
              .map(Result::of)
              .max(Comparator.naturalOrder())
              .orElse(Result.ERROR);
      text.append("  ").append(VERSION).append("  # Subtest: ").append(group.getKey());
      text.append("\n  1..").append(group.getValue().size()).append('\n');
      for (int i = 0; i < group.getValue().size(); i++) {
        subtest(text, i + 1, group.getValue().get(i));
      }
      text.append(worst.line(number, group.getKey(), "")).append('\n');
    }
    return text.toString();
  }

  private static void subtest(StringBuilder text, int number, JudgedVerdict judged) {
    Verdict v = judged.verdict();
    text.append("  # ").append(v.kind());
    text.append(judged.expected() == null ? "\n" : ", expected " + judged.expected() + "\n");
    for (String reason : v.reasons()) {
      text.append("  # ").append(PlainText.of(reason)).append('\n');
    }
    String name = name(v.repro() + (v.guard() ? " (guard)" : ""));
    text.append("  ").append(Result.of(judged).line(number, name, " " + v.kind())).append('\n');
  }

  /** A number sign would begin a directive. */
  private static String name(String text) {
    return PlainText.of(text).replace('#', '?');
  }
}
