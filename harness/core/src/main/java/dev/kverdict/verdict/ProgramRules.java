package dev.kverdict.verdict;

import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules on what the program under test reported, and what the agent confirms. */
final class ProgramRules {

  /** Prefix of the title of a failed check. */
  static final String CHECK = "check ";

  /** Exit code of repros/kv.h: the program ran and its check failed. */
  private static final int CHECK_FAILED = 1;

  /** Exit code of repros/kv.h: a step could not be done. */
  private static final int DID_NOT_RUN = 4;

  private static final int MAX_NAMED = 5;

  private ProgramRules() {}

  /** Judges a failed check: its result line and the exit code say so, after successful steps. */
  static Optional<Outcome> failedCheck(TrialFacts facts) {
    ProgramExit exit = facts.agent().exit();
    if (exit == null || exit.code() != CHECK_FAILED || facts.agent().timedOut()) {
      return Optional.empty();
    }
    return facts.failedStep().flatMap(step -> failedCheck(facts, step));
  }

  private static Optional<Outcome> failedCheck(TrialFacts facts, StepResult step) {
    String title = CHECK + step.name();
    var fails = facts.program().fails();
    if (fails != null && step.name().equals(fails.check())) {
      return Optional.of(facts.outcome(Outcome.Kind.FAILED_AS_EXPECTED, title, title + " failed"));
    }
    return step.errno() == null
        ? Optional.of(facts.outcome(Outcome.Kind.FAILED_OTHERWISE, title, title + " failed"))
        : Optional.empty(); // a refused step, judged below
  }

  /** Judges a step that returned an error, if nothing else went wrong. */
  static Optional<Outcome> refusal(TrialFacts facts) {
    Optional<StepResult> refused = facts.failedStep().filter(step -> step.errno() != null);
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    StepResult step = refused.get();
    String title = Acceptance.title(step.name(), String.valueOf(step.errno()));
    if (Acceptance.covers(facts.program().accepts(), title)) {
      // It will count as clean, so it needs the proofs of a clean trial.
      Optional<Outcome> doubt = badEnd(facts).or(() -> ProofRules.missing(facts));
      if (doubt.isPresent()) {
        return doubt;
      }
    }
    return Optional.of(
        facts.outcome(
            Outcome.Kind.REFUSED,
            title,
            "step " + step.name() + " returned " + step.errno() + unanswered(facts)));
  }

  private static Optional<Outcome> badEnd(TrialFacts facts) {
    ProgramExit exit = facts.agent().exit();
    boolean good =
        exit == null
            ? facts.mountRefused()
            : exit.signal() == 0 && (exit.code() == 0 || exit.code() == DID_NOT_RUN);
    return good ? Optional.empty() : Optional.of(notRun(facts, "end", describe(exit)));
  }

  /** Judges a program that did not do its declared steps. */
  static Optional<Outcome> notRun(TrialFacts facts) {
    ProgramExit exit = facts.agent().exit();
    Optional<StepResult> deviation = facts.deviation();
    Optional<String> due = facts.due();
    if (due.isPresent()) {
      String how =
          deviation
              .map(
                  step ->
                      step.name().equals(due.get())
                          ? "it did not do its work"
                          : "'" + step.name() + "' was reported instead")
              .orElse("it was not reported, " + describe(exit));
      return Optional.of(notRun(facts, due.get(), "step " + due.get() + ": " + how));
    }
    if (deviation.isPresent()) {
      return Optional.of(
          notRun(
              facts, "steps", "'" + deviation.get().name() + "' was not expected to be reported"));
    }
    boolean good = exit != null && exit.code() == 0 && exit.signal() == 0;
    return good || facts.exposed()
        ? Optional.empty()
        : Optional.of(notRun(facts, "end", describe(exit) + words(facts)));
  }

  static Outcome notRun(TrialFacts facts, String title, String detail) {
    return facts.outcome(Outcome.Kind.NOT_RUN, title, detail + unanswered(facts));
  }

  /** Returns what the kernel lacked, which may be why the program did not get on. */
  private static String unanswered(TrialFacts facts) {
    List<String> names = facts.agent().unanswered();
    return names.isEmpty()
        ? ""
        : "; the kernel asked in vain for "
            + names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
  }

  /** Returns the last line that the program printed, after a colon. */
  private static String words(TrialFacts facts) {
    String last = facts.agent().lastWords();
    return last.isEmpty() ? "" : ": " + last;
  }

  private static String describe(@Nullable ProgramExit exit) {
    if (exit == null) {
      return "no end of the program was reported";
    }
    return exit.signal() == 0
        ? "the program ended with exit code " + exit.code()
        : "the program ended by signal " + exit.signal();
  }
}
