package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many observations trials are worth. A trial that booted is one. Trials that go on from one
 * snapshot share all that happened before it, so they are one together, unless the bug shows
 * whatever happened before: when the control failed in every trial of at least two boots or
 * snapshots, each trial counts.
 */
public final class Counting {

  private static final int ENOUGH_BOOTS = 2;

  private Counting() {}

  /** Whether trials that were restored count one by one, on either side. */
  public static boolean pools(List<Outcome> control) {
    List<Outcome> told = told(control);
    return boots(told) >= ENOUGH_BOOTS
        && told.stream().allMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /** What the control's trials are worth: where they share a boot, all of them have to fail. */
  public static TrialPlan.Counts ofControl(List<Outcome> control) {
    List<Outcome> told = told(control);
    Predicate<Outcome> failed = o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED;
    return pools(control)
        ? new TrialPlan.Counts(told.size(), told.size())
        : new TrialPlan.Counts(boots(told), agreeing(told, failed));
  }

  /** What the patched trials are worth: where they share a boot, one failure is the boot's. */
  static TrialPlan.Counts ofPatched(List<Outcome> patched, boolean pooled) {
    List<Outcome> told = told(patched);
    boolean each = pooled && boots(told) >= ENOUGH_BOOTS;
    int trials = each ? told.size() : boots(told);
    return new TrialPlan.Counts(
        trials, trials - clean(patched, pooled, o -> o.kind() != Outcome.Kind.FAILED_AS_EXPECTED));
  }

  /**
   * How many of the patched trials count as clean: where they share a boot, all of them have to be.
   *
   * @param pooled whether restored trials count one by one, for which they need two boots, too
   */
  static int clean(List<Outcome> patched, boolean pooled, Predicate<Outcome> clean) {
    List<Outcome> told = told(patched);
    return pooled && boots(told) >= ENOUGH_BOOTS
        ? (int) told.stream().filter(clean).count()
        : agreeing(told, clean);
  }

  /** How many boots or snapshots trials come from. */
  static int boots(List<Outcome> trials) {
    return booted(trials) + bySnapshot(trials).size();
  }

  /** How many trials went on from a snapshot. */
  static int restored(List<Outcome> trials) {
    return trials.size() - booted(trials);
  }

  /** How many snapshots they went on from. */
  static int snapshots(List<Outcome> trials) {
    return bySnapshot(trials).size();
  }

  private static int agreeing(List<Outcome> trials, Predicate<Outcome> property) {
    long alone = trials.stream().filter(o -> o.snapshot() == null).filter(property).count();
    long together =
        bySnapshot(trials).stream().filter(group -> group.stream().allMatch(property)).count();
    return (int) (alone + together);
  }

  private static int booted(List<Outcome> trials) {
    return (int) trials.stream().filter(o -> o.snapshot() == null).count();
  }

  private static Collection<List<Outcome>> bySnapshot(List<Outcome> trials) {
    Map<String, List<Outcome>> groups =
        trials.stream()
            .filter(o -> o.snapshot() != null)
            .collect(Collectors.groupingBy(o -> String.valueOf(o.snapshot())));
    return groups.values();
  }

  /** Those that say something about the guest. */
  private static List<Outcome> told(List<Outcome> trials) {
    return trials.stream().filter(o -> o.kind() != Outcome.Kind.INFRA).toList();
  }
}
