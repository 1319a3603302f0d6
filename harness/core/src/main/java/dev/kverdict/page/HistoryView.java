package dev.kverdict.page;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The verdicts on a kernel, a patch and a program in one run after the other.
 *
 * @param entries the verdicts, the oldest first; never empty once it was begun and added to
 */
record HistoryView(String kernel, String patch, String program, List<Entry> entries) {

  /**
   * A verdict in a run.
   *
   * @param link the link to the run
   * @param when the start of the run, to the minute
   */
  record Entry(String link, String when, VerdictKind kind) {

    /** Returns the mark of the verdict. */
    String mark() {
      return Words.mark(kind.verdictClass());
    }

    /** Returns the class of the verdict in the style sheet. */
    String style() {
      return Words.style(kind.verdictClass());
    }
  }

  static String name(Verdict v) {
    return v.kernel() + "/" + v.patch() + " " + v.repro();
  }

  static HistoryView begin(Verdict v) {
    return new HistoryView(
        v.kernel(),
        v.patch().equals(Verdict.CONTROL) ? "without a patch" : v.patch(),
        v.repro() + (v.guard() ? " (guard)" : ""),
        new ArrayList<>());
  }

  void add(OverviewPage.Run run, Verdict v) {
    String started = run.result().facts().started();
    String when = started.length() < 16 ? started : started.substring(0, 16).replace('T', ' ');
    entries.add(new Entry(run.link(), when, v.kind()));
  }

  /** Returns the newest verdict. */
  Entry now() {
    return Objects.requireNonNull(entries.get(entries.size() - 1));
  }

  /** Returns the verdicts that are shown. */
  List<Entry> shown() {
    return entries.subList(Math.max(0, entries.size() - OverviewPage.MOST_SHOWN), entries.size());
  }

  /** Returns the first of the runs that all say what the newest one says. */
  Entry since() {
    Entry since = now();
    for (int i = entries.size() - 1; i >= 0 && entries.get(i).kind() == now().kind(); i--) {
      since = entries.get(i);
    }
    return Objects.requireNonNull(since);
  }

  /** Returns the last run that said something else; empty if none did. */
  Optional<Entry> before() {
    int at = entries.indexOf(since());
    return at > 0 ? Optional.of(entries.get(at - 1)) : Optional.empty();
  }
}
