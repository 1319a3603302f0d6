package dev.kverdict.verdict;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a revision for a bisection: it has the bug, does not have it, or cannot be tested. */
public final class Bisection {

  private Bisection() {}

  /** Answers with their exit codes for {@code git bisect run} (git-bisect(1)). */
  public enum Answer {
    /** The revision does not have the bug. */
    GOOD(0),
    /** The revision has the bug. */
    BAD(1),
    /** The revision cannot be tested. */
    SKIP(125);

    private final int exitCode;

    Answer(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Returns the exit code. */
    public int exitCode() {
      return exitCode;
    }
  }

  /**
   * An answer.
   *
   * @param answer the answer
   * @param reason what was seen
   */
  public record Judged(Answer answer, String reason) {}

  /**
   * Judges a revision. One failure as described by the case makes it bad; only a revision that was
   * clean in every trial is good.
   *
   * @param build the outcome of its build
   * @param missed what the detectors missed; null if they can be trusted
   * @param outcomes the outcomes of its trials
   */
  public static Judged judge(BuildOutcome build, @Nullable String missed, List<Outcome> outcomes) {
    Trials trials = Trials.ofControl(outcomes);
    if (build.kind() == BuildOutcome.Kind.PATCH_REJECTED
        || build.kind() == BuildOutcome.Kind.BUILD_FAILED
        || build.kind() == BuildOutcome.Kind.HOST_FAULT) {
      List<String> lines = new ArrayList<>(build.lines());
      return skip(lines.isEmpty() ? "it does not build" : lines.get(0));
    }
    if (missed != null) {
      return skip(missed);
    }
    if (trials.failures() > 0) {
      return new Judged(
          Answer.BAD,
          "fails as the case says in %d of %d trials"
              .formatted(trials.failures(), trials.counted()));
    }
    return trials.counted() > 0 && trials.clean() == outcomes.size()
        ? new Judged(
            Answer.GOOD, "clean in %d of %d trials".formatted(trials.clean(), outcomes.size()))
        : skip(trials.isEmpty() ? "no trial ran" : "it showed " + trials.summary());
  }

  private static Judged skip(String reason) {
    return new Judged(Answer.SKIP, Printable.line(reason));
  }
}
