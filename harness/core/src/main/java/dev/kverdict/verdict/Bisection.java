package dev.kverdict.verdict;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one revision is to a bisection: it has the bug, it has it not, or it cannot be told. */
public final class Bisection {

  private Bisection() {}

  /** Answers with the exit codes that {@code git bisect run} gives a meaning to (git-bisect(1)). */
  public enum Answer {
    /** The bug is not there. */
    GOOD(0),
    /** The bug is there. */
    BAD(1),
    /** This revision cannot be tested. */
    SKIP(125);

    private final int exitCode;

    Answer(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code. */
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
   * Judges a revision. One failure as the case describes it is enough to be bad; good is only what
   * was clean in every trial.
   *
   * @param build what became of its build
   * @param missed what the detectors missed; null when they can be trusted
   * @param outcomes its trials
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
    return new Judged(Answer.SKIP, OneLine.of(reason));
  }
}
