package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.text.Printable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's reports on a control that the case does not expect, beside what it does expect: the
 * case may have the bug's title wrong.
 */
final class SeenInstead {

  /** Follows the title in the detail of an outcome that such a report decided. */
  private static final String MARK = " (not what the case expects)";

  /** Most reports named, and most expected titles; a case of a bug has one or two. */
  private static final int MOST = 3;

  /** Most characters of a title: the conventional limit. */
  private static final int LONGEST = 120;

  private SeenInstead() {}

  /**
   * Returns a report's title for the detail of an outcome, marked if the case could have it among
   * its own but has not. A guard expects none, and that of a corrupted report cannot be trusted.
   */
  static String titled(CrashReport report, TrialFacts facts) {
    boolean other = !facts.program().guard() && !report.corrupted() && !facts.meetsCase(report);
    return report.title() + (other ? MARK : "");
  }

  /** Returns whether such a report decided an outcome. */
  static boolean decided(Outcome outcome) {
    return !outcome.title().isEmpty() && outcome.detail().startsWith(outcome.title() + MARK);
  }

  /**
   * Returns a line for each title that a control showed: the fatal first, then the most frequent.
   *
   * @param fails what the case expects; null for a guard, of which nothing is said
   */
  static List<String> words(ReproducerDef.@Nullable Fails fails, Trials control) {
    if (fails == null) {
      return List.of();
    }
    List<Outcome> outcomes = control.outcomes();
    Stream<String> fatal = outcomes.stream().filter(SeenInstead::decided).map(Outcome::title);
    Stream<String> warnings = outcomes.stream().flatMap(SeenInstead::warnings);
    return Stream.concat(fatal, warnings)
        .filter(title -> !fails.crash().contains(title))
        .distinct()
        .limit(MOST)
        .map(title -> line(fails, title, control))
        .toList();
  }

  /** Returns the titles of reports that the kernel outlived, if the test had begun. */
  private static Stream<String> warnings(Outcome outcome) {
    return outcome.findings().stream()
        .filter(
            finding ->
                finding.kind() == Finding.Kind.KERNEL_WARNING
                    || finding.kind() == Finding.Kind.LOCKDEP)
        .filter(finding -> !finding.step().equals(Finding.BOOT))
        .map(Finding::title);
  }

  private static boolean shows(Outcome outcome, String title) {
    return (decided(outcome) && outcome.title().equals(title))
        || warnings(outcome).anyMatch(title::equals);
  }

  private static String line(ReproducerDef.Fails fails, String title, Trials control) {
    long times = control.outcomes().stream().filter(outcome -> shows(outcome, title)).count();
    return "expected %s, seen %s in %d of %d trials; if that is the bug, write it under fails: crash:"
        .formatted(expected(fails), quoted(title), times, control.counted());
  }

  private static String expected(ReproducerDef.Fails fails) {
    String check = fails.check();
    if (check != null) {
      return "that check " + quoted(check) + " fails";
    }
    List<String> titles = fails.crash();
    String shown =
        titles.stream().limit(MOST).map(SeenInstead::quoted).collect(Collectors.joining(" or "));
    int more = titles.size() - MOST;
    return more > 0 ? shown + " or " + more + " more" : shown;
  }

  /** Quotes text of a guest or a file, on one line and safe for a terminal. */
  private static String quoted(String text) {
    return '"' + Printable.ascii(text, LONGEST) + '"';
  }
}
