package dev.kverdict.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two results of benchmarks, held against each other line by line. They were measured at different
 * times, so what a busier host did to one of them is in the ratios, too.
 *
 * @param lines what both measured, in the order of the later one
 * @param onlyBefore what only the earlier one has
 * @param onlyNow what only the later one has
 * @param differences facts about the runs that are not the same
 */
public record BenchComparison(
    List<Line> lines, List<String> onlyBefore, List<String> onlyNow, List<Difference> differences) {

  /**
   * A quantity in both.
   *
   * @param before as it was
   * @param now as it is
   */
  public record Line(Measurement before, Measurement now) {

    /** Returns the later median divided by the earlier one; NaN if that is zero. */
    public double ratio() {
      return before.median() == 0 ? Double.NaN : now.median() / before.median();
    }

    /**
     * Returns whether every later value lies on one side of every earlier one. Of two sets of n
     * values of one distribution, with n = 5, that happens in 2 / C(10, 5), or 0.8 % of cases: the
     * two-sided exact rank-sum test's smallest p (Wilcoxon 1945).
     */
    public boolean apart() {
      return now.min() > before.max() || now.max() < before.min();
    }
  }

  /** A fact that differs; null where a run does not have it. */
  public record Difference(String name, @Nullable String before, @Nullable String now) {}

  public BenchComparison {
    lines = List.copyOf(lines);
    onlyBefore = List.copyOf(onlyBefore);
    onlyNow = List.copyOf(onlyNow);
    differences = List.copyOf(differences);
  }

  /** Compares two results. A quantity in another unit is another quantity. */
  public static BenchComparison of(BenchResult before, BenchResult now) {
    Map<String, Measurement> left = new LinkedHashMap<>();
    before.measurements().forEach(each -> left.put(name(each), each));
    List<Line> lines = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (Measurement each : now.measurements()) {
      Measurement other = left.remove(name(each));
      if (other == null) {
        added.add(name(each));
      } else {
        lines.add(new Line(other, each));
      }
    }
    return new BenchComparison(
        lines, List.copyOf(left.keySet()), added, differences(before.run(), now.run()));
  }

  private static String name(Measurement each) {
    return "%s: %s (%s)".formatted(each.section(), each.name(), each.unit());
  }

  private static List<Difference> differences(Map<String, String> before, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .map(name -> new Difference(name, before.get(name), now.get(name)))
        .filter(one -> !Objects.equals(one.before(), one.now()))
        .toList();
  }
}
