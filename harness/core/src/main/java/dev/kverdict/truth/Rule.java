package dev.kverdict.truth;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ways to decide from the trials of a patched kernel whether the patch fixes the bug. All but ours
 * look at nothing else: at no control, no guard, no step of a program. They get the benefit of the
 * doubt: a patch that does not build or boot is refused, and reports are named as well as ours are.
 */
public enum Rule {
  /** The verdict: a pass, a fail, or undecided. */
  KVERDICT("kverdict", "the verdicts of this program") {
    @Override
    Answer judge(SeenCell cell) {
      VerdictKind kind = cell.verdict().kind();
      return answer(
          switch (kind.verdictClass()) {
            case PASS -> Answer.Kind.PASSES;
            case FAIL -> Answer.Kind.REFUSES;
            case UNDECIDED, ERROR -> Answer.Kind.UNDECIDED;
          },
          kind.name(),
          cell.trials());
    }
  },

  /** The first three runs show no report of the kernel. */
  THREE_CLEAN_RUNS("three clean runs", "the first three patched trials show no kernel report") {
    @Override
    Answer judge(SeenCell cell) {
      List<SeenTrial> first = cell.trials().stream().limit(NEEDED).toList();
      return blindTo(cell).orElseGet(() -> counted(cell, first, Rule::anyReport));
    }
  },

  /** No run shows a report of the kernel, whatever it is about. */
  ANY_CRASH("any crash counts", "no patched trial, of three or more, shows any kernel report") {
    @Override
    Answer judge(SeenCell cell) {
      return blindTo(cell).orElseGet(() -> counted(cell, cell.trials(), Rule::anyReport));
    }
  },

  /** No run shows the expected failure, whatever else it shows. */
  TITLE_GONE(
      "title gone",
      "no patched trial, of three or more, shows the expected crash or failed check") {
    @Override
    Answer judge(SeenCell cell) {
      return noGuards(cell).orElseGet(() -> counted(cell, cell.trials(), cell::expected));
    }
  };

  /** How many runs the rules other than ours ask for. */
  static final int NEEDED = 3;

  /** Verdicts for which no patched kernel was there to run, by the patch's fault. */
  private static final Map<VerdictKind, String> NO_KERNEL =
      Map.of(
          VerdictKind.PATCH_REJECTED, "the patch does not apply",
          VerdictKind.BUILD_FAILED, "the patch does not build");

  private final String label;
  private final String says;

  Rule(String label, String says) {
    this.label = label;
    this.says = says;
  }

  /** Returns its name for people. */
  public String label() {
    return label;
  }

  /** Returns when a patch passes by it. */
  public String says() {
    return says;
  }

  /** Returns what the rule says of one program on a patch. */
  abstract Answer judge(SeenCell cell);

  /** Only a program that crashes shows anything to a rule that reads the console. */
  private static Optional<Answer> blindTo(SeenCell cell) {
    return noGuards(cell)
        .or(
            () ->
                cell.program().crashes()
                    ? Optional.empty()
                    : Optional.of(blind("the bug shows in a check of data, never on the console")));
  }

  private static Optional<Answer> noGuards(SeenCell cell) {
    return cell.verdict().guard()
        ? Optional.of(blind("the rule knows no guards"))
        : Optional.empty();
  }

  private static Answer blind(String reason) {
    return new Answer(Answer.Kind.BLIND, reason, 0, 0);
  }

  private static Optional<String> anyReport(SeenTrial trial) {
    return trial.known().stream().map(CrashReport::title).findFirst();
  }

  /** Refuses if a run shows something against the patch; passes if enough runs show nothing. */
  private static Answer counted(
      SeenCell cell, List<SeenTrial> runs, Function<SeenTrial, Optional<String>> against) {
    String noKernel = NO_KERNEL.get(cell.verdict().kind());
    if (noKernel != null) {
      return answer(Answer.Kind.REFUSES, noKernel, runs);
    }
    for (SeenTrial run : runs) {
      Optional<String> shown =
          run.booted() ? against.apply(run) : Optional.of("the kernel does not boot");
      if (shown.isPresent()) {
        return answer(Answer.Kind.REFUSES, run.name() + ": " + shown.get(), runs);
      }
    }
    Optional<SeenTrial> unread = runs.stream().filter(run -> run.reports() == null).findFirst();
    if (unread.isPresent()) {
      return answer(Answer.Kind.MISSING, "the evidence of a trial is not there any more", runs);
    }
    return runs.size() < NEEDED
        ? answer(
            Answer.Kind.MISSING,
            "fewer than %d trials were made, none of which speaks against it".formatted(NEEDED),
            runs)
        : answer(
            Answer.Kind.PASSES, "%d trials show nothing against it".formatted(runs.size()), runs);
  }

  private static Answer answer(Answer.Kind kind, String reason, List<SeenTrial> runs) {
    return new Answer(kind, reason, runs.size(), SeenCell.millis(runs));
  }
}
