package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Computes how many observations trials are worth. A trial that booted is one. Trials resumed from
 * the same snapshot share everything before it, so together they are one, unless the bug does not
 * depend on the boot: if the control failed in every trial of at least two boots or snapshots, each
 * trial counts, on the patched side provided that they come from enough boots, too.
 */
public final class Counting {

  /** Boots or snapshots in all of whose trials the control must fail. */
  public static final int CONTROL_BOOTS = 2;

  private Counting() {}

  /** Returns whether restored trials count one by one, on either side. */
  public static boolean pools(List<Outcome> control) {
    List<Outcome> counted = counted(control);
    return boots(counted) >= CONTROL_BOOTS
        && counted.stream().allMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /**
   * Returns how many boots or snapshots the patched trials need to count one by one. Suppose that
   * only the boot decides whether the bug shows, with probability q, and that the patch does
   * nothing: then two boots of the control both fail and b patched ones are all clean with
   * probability q^2 (1-q)^b, which is largest at q = 2/(2+b). This is the least b for which even
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

  /** Counts the control's trials: those of one boot are a failure only if all of them fail. */
  public static TrialPlan.Counts ofControl(List<Outcome> control) {
    List<Outcome> counted = counted(control);
    Predicate<Outcome> failed = o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED;
    return pools(control)
        ? new TrialPlan.Counts(counted.size(), counted.size())
        : new TrialPlan.Counts(boots(counted), agreeing(counted, failed));
  }

  /** Counts the patched trials: those that share a boot are a failure if any of them fails. */
  static TrialPlan.Counts ofPatched(List<Outcome> patched, int enoughBoots) {
    List<Outcome> counted = counted(patched);
    int trials = boots(counted) >= enoughBoots ? counted.size() : boots(counted);
    return new TrialPlan.Counts(
        trials,
        trials - clean(patched, enoughBoots, o -> o.kind() != Outcome.Kind.FAILED_AS_EXPECTED));
  }

  /**
   * Counts the clean patched trials: those that share a boot are clean only if all of them are.
   *
   * @param enoughBoots number of boots from which restored trials count one by one
   */
  static int clean(List<Outcome> patched, int enoughBoots, Predicate<Outcome> clean) {
    List<Outcome> counted = counted(patched);
    return boots(counted) >= enoughBoots
        ? (int) counted.stream().filter(clean).count()
        : agreeing(counted, clean);
  }

  /** Returns the number of boots or snapshots that trials come from. */
  static int boots(List<Outcome> trials) {
    return booted(trials) + bySnapshot(trials).size();
  }

  /** Returns the number of trials resumed from a snapshot. */
  static int restored(List<Outcome> trials) {
    return trials.size() - booted(trials);
  }

  /** Returns the number of snapshots they resumed from. */
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

  /** Returns the trials that say something about the guest. */
  private static List<Outcome> counted(List<Outcome> trials) {
    return trials.stream().filter(o -> o.kind() != Outcome.Kind.INFRA).toList();
  }
}
