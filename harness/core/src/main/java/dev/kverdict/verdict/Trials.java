package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The outcomes of a side, most frequent first: the order of the trials must not matter. */
record Trials(List<Outcome> outcomes, Predicate<Outcome> accepted) {

  Trials {
    Map<String, Long> weights =
        outcomes.stream().collect(Collectors.groupingBy(Trials::label, Collectors.counting()));
    Comparator<Outcome> weightiest =
        Comparator.comparingLong((Outcome o) -> weights.getOrDefault(label(o), 0L)).reversed();
    outcomes =
        outcomes.stream()
            .sorted(
                weightiest
                    .thenComparing(Outcome::kind)
                    .thenComparing(Outcome::title)
                    .thenComparingInt(Outcome::stepsPassed)
                    .thenComparing(Outcome::detail))
            .toList();
  }

  /** Creates trials of the control, where no refusal is acceptable. */
  static Trials ofControl(List<Outcome> outcomes) {
    return new Trials(outcomes, o -> false);
  }

  /**
   * Creates trials of a patched kernel. A refusal that the case accepts counts as clean only at a
   * step that the control did, or died in.
   *
   * @param accepts {@code STEP} or {@code STEP:ERRNO}
   */
  static Trials ofPatched(List<Outcome> outcomes, List<String> accepts, Trials control) {
    return new Trials(outcomes, o -> Acceptance.covers(accepts, o.title()) && control.reached(o));
  }

  /** Returns whether this refusal is an accepted fix of the bug. */
  boolean accepted(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.REFUSED && accepted.test(outcome);
  }

  /** Returns the outcome without the file system's complaints about an accepted refusal. */
  Outcome excused(Outcome outcome) {
    return accepted(outcome)
        ? outcome.without(
            f -> f.kind() == Finding.Kind.FILE_SYSTEM && f.place() == outcome.stepsPassed())
        : outcome;
  }

  /** Returns the most frequent outcome with a property that a booted trial confirms. */
  Optional<Outcome> proven(Predicate<Outcome> property) {
    return find(o -> property.test(o) && borneOut(Charge.of(o)));
  }

  /** Returns whether a booted trial shows it. */
  boolean borneOut(Charge charge) {
    return outcomes.stream().filter(o -> o.snapshot() == null).anyMatch(charge::shownBy);
  }

  /** Returns the most frequent outcome with a property. */
  Optional<Outcome> find(Predicate<Outcome> property) {
    return outcomes.stream().filter(property).findFirst();
  }

  /** Returns the most frequent outcome of a kind. */
  Optional<Outcome> find(Outcome.Kind kind) {
    return find(o -> o.kind() == kind);
  }

  /** Returns how many failed as expected. */
  int failures() {
    return count(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /** Returns how many were clean, or refused as accepted. */
  int clean() {
    return count(o -> o.kind() == Outcome.Kind.CLEAN || accepted(o));
  }

  /** Returns how many say something about the guest. */
  int counted() {
    return count(o -> o.kind() != Outcome.Kind.INFRA);
  }

  /**
   * Returns how many clean trials these are worth.
   *
   * @param enoughBoots number of boots from which restored trials count one by one
   */
  int cleanObservations(int enoughBoots) {
    return Counting.clean(
        outcomes, enoughBoots, o -> o.kind() == Outcome.Kind.CLEAN || accepted(o));
  }

  /** Returns {@code (4 restored from 2 snapshots)}; empty if all booted. */
  String restored() {
    int restored = Counting.restored(outcomes);
    int snapshots = Counting.snapshots(outcomes);
    return restored == 0
        ? ""
        : " (%d restored from %d snapshot%s)"
            .formatted(restored, snapshots, snapshots == 1 ? "" : "s");
  }

  /** Returns {@code , in 2 that were restored and 1 that booted}; empty if none was restored. */
  String split(Charge charge) {
    List<Outcome> showing = outcomes.stream().filter(charge::shownBy).toList();
    int restored = Counting.restored(showing);
    return restored == 0
        ? ""
        : ", in %d that were restored and %d that booted"
            .formatted(restored, showing.size() - restored);
  }

  /** Returns whether no trial ran at all. */
  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  /** Returns whether any of these trials reached the place where the other ended. */
  boolean reached(Outcome other) {
    return outcomes.stream()
        .filter(o -> o.kind() != Outcome.Kind.INFRA)
        .anyMatch(o -> o.stepsPassed() >= other.stepsPassed());
  }

  /** Returns whether any of these trials ended in the same way. */
  boolean shows(Outcome other) {
    return outcomes.stream()
        .anyMatch(o -> o.kind() == other.kind() && o.title().equals(other.title()));
  }

  /** Returns what was seen and how often, as in {@code 4 x CLEAN, 1 x HUNG (heartbeat lost)}. */
  String summary() {
    // In the order of the list, most frequent first.
    return outcomes.stream()
        .map(Trials::label)
        .distinct()
        .map(label -> count(o -> label(o).equals(label)) + " x " + label)
        .collect(Collectors.joining(", "));
  }

  Verdict.Tally tally() {
    return new Verdict.Tally(
        counted(), failures(), clean(), Counting.restored(outcomes), Counting.snapshots(outcomes));
  }

  private int count(Predicate<Outcome> property) {
    return (int) outcomes.stream().filter(property).count();
  }

  private static String label(Outcome outcome) {
    return outcome.kind() + (outcome.title().isEmpty() ? "" : " (" + outcome.title() + ")");
  }
}
