package dev.kverdict.patch;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds out what is missing of series, whose patches may come in several files. */
final class Completeness {

  private static final int MOST_NAMED = 10;

  private Completeness() {}

  /** A numbered patch, and the name of its file. */
  private record Numbered(String file, boolean lenient, Subject subject) {

    /** Patches of one series have the same. */
    String series() {
      return subject.version() + " " + subject.total();
    }
  }

  /**
   * Returns a note on each series that is incomplete and may be, and on a single patch of one: who
   * gives that and nothing else means it, but a verdict on it is none on its series.
   *
   * @throws UserError if one may not be
   */
  static List<String> check(List<PatchSet.Single> patches) {
    Map<String, List<Numbered>> series = new TreeMap<>();
    for (PatchSet.Single patch : patches) {
      if (patch.letter().numbered()) {
        Numbered numbered =
            new Numbered(
                patch.from().name(), patch.from().options().incomplete(), patch.letter().subject());
        series.computeIfAbsent(numbered.series(), key -> new ArrayList<>()).add(numbered);
      }
    }
    // A plain diff between the mails of a series may be any of its patches.
    long unnumbered = patches.stream().filter(patch -> !patch.letter().numbered()).count();
    List<String> notes = new ArrayList<>();
    if (patches.size() == 1 && series.size() == 1) {
      alone(series.values().iterator().next().get(0)).ifPresent(notes::add);
      return notes;
    }
    series.values().forEach(one -> check(one, unnumbered, notes));
    return notes;
  }

  private static Optional<String> alone(Numbered patch) {
    Subject subject = patch.subject();
    return subject.total() == 1
        ? Optional.empty()
        : Optional.of(
            "%s: is patch %d of a series of %d, without the others: the verdict is on it alone"
                .formatted(patch.file(), subject.number(), subject.total()));
  }

  private static void check(List<Numbered> series, long unnumbered, List<String> notes) {
    Numbered first = series.get(0);
    int total = first.subject().total();
    SortedSet<Integer> missing = new TreeSet<>();
    for (int i = 1; i <= total; i++) {
      missing.add(i);
    }
    series.forEach(patch -> missing.remove(patch.subject().number()));
    if (missing.size() <= unnumbered) {
      return;
    }
    String numbers =
        missing.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    String more = missing.size() > MOST_NAMED ? " and others" : "";
    String what =
        "is an incomplete series: of %d patches %s%s %s missing"
            .formatted(total, numbers, more, missing.size() == 1 ? "is" : "are");
    if (!series.stream().allMatch(Numbered::lenient)) {
      throw new UserError(
          first.file(),
          what,
          "add them, or say that the rest is meant: --incomplete, or incomplete: true in the case");
    }
    notes.add(first.file() + ": " + what);
  }
}
