package dev.kverdict.report;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A verdict that is not as asked, as a remark on a line of a file: review pages show it there.
 *
 * @param failure whether it is a failure; otherwise nothing is known about the patch
 * @param path the file, below the root of the source; that of the case if no place is known
 * @param line the line, from 1
 * @param verdict the verdict's name
 * @param cell the cell in words
 * @param message the reason, in printable ASCII
 */
record Remark(boolean failure, String path, int line, String verdict, String cell, String message) {

  /** As a patched place is labelled. */
  private static final Pattern PLACE =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.,+/-]{0,400}):(\\d{1,7})(?: .*)?");

  /** Returns one remark for each verdict that is not as asked, failures first. */
  static List<Remark> of(RunResult result) {
    return result.verdicts().stream()
        .filter(judged -> !judged.asExpected())
        .map(judged -> of(judged, result.scope().matrix()))
        .sorted((a, b) -> Boolean.compare(b.failure(), a.failure()))
        .toList();
  }

  private static Remark of(JudgedVerdict judged, String caseFile) {
    Verdict v = judged.verdict();
    VerdictClass kind = v.kind().verdictClass();
    Matcher place =
        v.reached().places().stream()
            .map(Reached.Place::label)
            .map(PLACE::matcher)
            .filter(Matcher::matches)
            .filter(known -> !known.group(1).contains(".."))
            .findFirst()
            .orElse(null);
    String expected =
        kind == VerdictClass.PASS ? "the case expects " + judged.expected() + ", but: " : "";
    return new Remark(
        kind == VerdictClass.FAIL || kind == VerdictClass.PASS,
        place == null ? orUnknown(PlainText.of(caseFile)) : place.group(1),
        place == null ? 1 : Math.max(1, Integer.parseInt(place.group(2))),
        v.kind().name(),
        PlainText.of(v.patch() + ", " + v.repro() + " on " + v.kernel()),
        PlainText.of(expected + v.reasons().get(0)));
  }

  private static String orUnknown(String file) {
    return file.isEmpty() ? "unknown" : file;
  }
}
