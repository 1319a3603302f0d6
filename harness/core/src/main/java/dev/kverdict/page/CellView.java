package dev.kverdict.page;

import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PValue;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/**
 * A cell of the run.
 *
 * @param id the name of its place on the page
 * @param judged its verdict
 * @param control the trials of the control
 * @param patched the trials with the patch
 * @param evidence trials whose evidence is shown in full
 * @param change what would change the verdict
 */
record CellView(
    String id,
    JudgedVerdict judged,
    SideView control,
    SideView patched,
    List<EvidenceView> evidence,
    String change) {

  CellView {
    evidence = List.copyOf(evidence);
  }

  Verdict verdict() {
    return judged.verdict();
  }

  /** Returns the class of its verdict. */
  VerdictClass kind() {
    return verdict().kind().verdictClass();
  }

  /** Returns the name of its program. */
  String program() {
    return verdict().repro() + (verdict().guard() ? " (guard)" : "");
  }

  /** Returns the p-value for the table. */
  String p() {
    Double p = verdict().pValue();
    return p == null ? "–" : PValue.text(p);
  }

  /** Returns both sides, as far as they have trials. */
  List<SideView> sides() {
    return Stream.of(control, patched).filter(side -> side.tally().trials() > 0).toList();
  }

  /** Returns all its trials. */
  List<TrialView> trials() {
    return Stream.concat(control.trials().stream(), patched.trials().stream()).toList();
  }

  /** Returns what the case expects, if the verdict is another one; else an empty text. */
  String expected() {
    return judged.asExpected() || judged.expected() == null
        ? ""
        : "The case expects " + judged.expected() + ".";
  }

  /** Returns the times for which its programs ran until they failed or ended; by side. */
  List<Times> times() {
    List<Times> times = new ArrayList<>();
    for (SideView side : sides()) {
      List<TrialView> known = side.drawn().stream().filter(t -> t.ran().isPresent()).toList();
      if (!known.isEmpty()) {
        times.add(new Times(side.name(), known));
      }
    }
    return times;
  }

  /** Trials of a side whose time is known. */
  record Times(String side, List<TrialView> trials) {

    /** Returns the shortest and the longest time: {@code 41 ms – 2.19 s}. */
    String range() {
      LongSummaryStatistics all =
          trials.stream().mapToLong(trial -> trial.ran().orElse(0L)).summaryStatistics();
      String least = Amount.micros(all.getMin());
      String most = Amount.micros(all.getMax());
      return least.equals(most) ? least : least + " – " + most;
    }

    /** Returns the row in words. */
    String label() {
      return "%s: %s, %s".formatted(side, Words.count(trials.size(), "trial"), range());
    }
  }

  /** Returns the scale of {@link #times}. */
  Axis timesAxis() {
    return Axis.to(
        times().stream()
            .flatMap(times -> times.trials().stream())
            .mapToLong(trial -> trial.ran().orElse(0L))
            .max()
            .orElse(1));
  }

  /** Returns the scale of the courses of its trials. */
  Axis courseAxis() {
    return Axis.to(
        sides().stream()
            .flatMap(side -> side.drawn().stream())
            .flatMap(trial -> Stream.ofNullable(trial.course()))
            .mapToLong(Course::end)
            .max()
            .orElse(1));
  }

  /** Returns whether the course of a trial is known. */
  boolean hasCourses() {
    return sides().stream()
        .flatMap(side -> side.drawn().stream())
        .anyMatch(trial -> trial.course() != null);
  }

  /** Returns its findings that have this status. */
  List<JudgedFinding> findings(JudgedFinding.Status status) {
    return verdict().findings().stream().filter(found -> found.status() == status).toList();
  }
}
