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
 * snapshots, each trial counts, on the patched side provided that it comes from enough boots, too.
 */
public final class Counting {

  /** Boots or snapshots of the control, in all trials of which it has to fail. */
  public static final int CONTROL_BOOTS = 2;

  private Counting() {}

  /** Whether trials that were restored count one by one, on either side. */
  public static boolean pools(List<Outcome> control) {
    List<Outcome> told = told(control);
    return boots(told) >= CONTROL_BOOTS
        && told.stream().allMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /**
   * From how many boots or snapshots the patched trials have to come to count one by one. Suppose
   * that the boot alone decides whether the bug shows, with probability q, and that the patch does
   * nothing: then two boots of the control all fail and b patched ones are all clean with
   * probability q^2 (1-q)^b, which is largest at q = 2/(2+b). The least b is taken for which even
   * that is at most 1 - confidence: 3 for 95 %, 7 for 99 %.
   */
  public static int patchedBoots(double confidence) {
    int boots = 1;
    while (chanceThatBootsDecide(boots) > 1 - confidence) {
      boots++;
    }
    return boots;
  }

  private static double chanceThatBootsDecide(int patched) {
    double worst = (double) CONTROL_BOOTS / (CONTROL_BOOTS + patched);
    return Math.pow(worst, CONTROL_BOOTS) * Math.pow(1 - worst, patched);
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
  static TrialPlan.Counts ofPatched(List<Outcome> patched, int enoughBoots) {
    List<Outcome> told = told(patched);
    int trials = boots(told) >= enoughBoots ? told.size() : boots(told);
    return new TrialPlan.Counts(
        trials,
        trials - clean(patched, enoughBoots, o -> o.kind() != Outcome.Kind.FAILED_AS_EXPECTED));
  }

  /**
   * How many of the patched trials count as clean: where they share a boot, all of them have to be.
   *
   * @param enoughBoots from how many boots on restored trials count one by one
   */
  static int clean(List<Outcome> patched, int enoughBoots, Predicate<Outcome> clean) {
    List<Outcome> told = told(patched);
    return boots(told) >= enoughBoots
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
