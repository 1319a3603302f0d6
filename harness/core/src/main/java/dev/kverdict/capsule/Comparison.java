package dev.kverdict.capsule;

import dev.kverdict.record.PValue;
import dev.kverdict.record.Reached;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.verdict.SameRate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a replay showed beside what was expected, line by line.
 *
 * @param lines the lines
 * @param exitCode 0 if everything that counts is equal, 1 if something differs, 3 if the replay
 *     gives no answer, 4 if the host could not run it
 */
public record Comparison(List<Line> lines, int exitCode) {

  /** What a line says. */
  public enum State {
    /** It is the same, or as much so as luck allows. */
    EQUAL,
    /** It is another one. */
    DIFFERS,
    /** It may be another one: it is no part of what came out. */
    HOST
  }

  /**
   * A line.
   *
   * @param state what it says
   * @param subject what is compared
   * @param words both sides
   */
  public record Line(State state, String subject, String words) {}

  public Comparison {
    lines = List.copyOf(lines);
  }

  static Comparison of(Manifest.Host then, Expected expected, Manifest.Host now, Expected shown) {
    List<Line> lines = new ArrayList<>();
    line(lines, "verdict", expected.verdict().name(), shown.verdict().name());
    line(lines, "decided by", quoted(expected.title()), quoted(shown.title()));
    if (expected.reached() != Reached.Answer.NOT_MEASURED) {
      line(lines, "patched lines ran", expected.reached().word(), shown.reached().word());
    }
    for (Expected.Series series : expected.series()) {
      compare(lines, series, shown.of(series.name()));
    }
    int code = exitCode(expected.verdict(), shown.verdict(), lines);
    host(lines, "kverdict", then.kverdict(), now.kverdict());
    host(lines, "QEMU", then.qemu(), now.qemu());
    host(lines, "accelerator", then.accelerator(), now.accelerator());
    return new Comparison(lines, code);
  }

  private static int exitCode(VerdictKind expected, VerdictKind shown, List<Line> lines) {
    boolean equal = lines.stream().noneMatch(line -> line.state() == State.DIFFERS);
    if (shown.verdictClass() == VerdictClass.ERROR) {
      return 4;
    }
    boolean answer =
        shown.verdictClass() != VerdictClass.UNDECIDED
            || (shown == expected && shown != VerdictKind.INCONCLUSIVE);
    return !answer ? 3 : equal ? 0 : 1;
  }

  private static String quoted(String title) {
    return title.isEmpty() ? "nothing" : title;
  }

  private static void line(List<Line> lines, String subject, String then, String now) {
    boolean same = then.equals(now);
    lines.add(
        new Line(
            same ? State.EQUAL : State.DIFFERS,
            subject,
            same ? then : "%s then, %s now".formatted(then, now)));
  }

  private static void host(List<Line> lines, String subject, String then, String now) {
    boolean same = then.equals(now);
    lines.add(new Line(State.HOST, subject, same ? then : "%s then, %s now".formatted(then, now)));
  }

  private static void compare(List<Line> lines, Expected.Series then, Expected.Series now) {
    List<Expected.Shown> all = new ArrayList<>(then.shown());
    now.shown().stream().filter(one -> all.stream().noneMatch(one::same)).forEach(all::add);
    for (Expected.Shown one : all) {
      int before = count(then, one);
      int after = count(now, one);
      double p = SameRate.pValue(before, then.trials(), after, now.trials());
      boolean same =
          SameRate.plausible(p)
              && !lost(before, then.trials(), after)
              && !lost(after, now.trials(), before);
      String rates =
          "%s: %d of %d trials then, %d of %d now"
              .formatted(one.words(), before, then.trials(), after, now.trials());
      boolean exactly = (long) before * now.trials() == (long) after * then.trials();
      lines.add(
          new Line(
              same ? State.EQUAL : State.DIFFERS,
              then.name(),
              exactly ? rates : rates + ", " + PValue.sentence(p)));
    }
  }

  /** What most trials show has to be seen again, however few they are. */
  private static boolean lost(int count, int trials, int other) {
    return 2 * count > trials && other == 0;
  }

  private static int count(Expected.Series series, Expected.Shown shown) {
    return series.shown().stream().filter(shown::same).mapToInt(Expected.Shown::trials).sum();
  }
}
