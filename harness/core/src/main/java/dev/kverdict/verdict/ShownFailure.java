package dev.kverdict.verdict;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.Trial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trial shows, in the words in which a case expects a failure.
 *
 * @param crash the title of the kernel's report, or null if that was not it
 * @param check the program's check that failed, or null if that was not it
 * @param instead what it shows that no case can expect; empty for nothing
 * @param steps the steps that the program reported, without the agent's
 */
public record ShownFailure(
    @Nullable String crash, @Nullable String check, String instead, List<String> steps) {

  public ShownFailure {
    steps = List.copyOf(steps);
  }

  /** Returns what a trial shows that nobody knew what to expect of. */
  public static ShownFailure of(Trial trial) {
    Outcome outcome = trial.outcome();
    AgentRecord agent = trial.evidence().agent();
    List<String> steps =
        agent.steps().stream()
            .map(StepResult::name)
            .filter(name -> !name.equals(StepResult.MOUNT))
            .toList();
    boolean reported =
        trial.evidence().crashes().stream()
            .filter(report -> !report.corrupted())
            .map(CrashReport::title)
            .anyMatch(outcome.title()::equals);
    if (reported) {
      return new ShownFailure(outcome.title(), null, "", steps);
    }
    Optional<String> check =
        steps.stream()
            .filter(name -> outcome.title().equals(ProgramRules.CHECK + name))
            .findFirst();
    if (check.isPresent()) {
      return new ShownFailure(null, check.get(), "", steps);
    }
    boolean clean = outcome.kind() == Outcome.Kind.CLEAN;
    return warning(outcome)
        .map(title -> new ShownFailure(title, null, "", steps))
        .orElseGet(() -> new ShownFailure(null, null, clean ? "" : outcome.detail(), steps));
  }

  /** A report that the kernel outlives is a failure, too, if nothing worse came. */
  private static Optional<String> warning(Outcome outcome) {
    return outcome.findings().stream()
        .filter(
            finding ->
                finding.kind() == Finding.Kind.KERNEL_WARNING
                    || finding.kind() == Finding.Kind.LOCKDEP)
        .filter(finding -> !finding.step().equals(Finding.BOOT))
        .map(Finding::title)
        .findFirst();
  }

  /** Returns whether there was a failure. */
  public boolean failed() {
    return crash != null || check != null;
  }
}
