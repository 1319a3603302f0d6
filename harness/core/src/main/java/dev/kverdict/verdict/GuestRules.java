package dev.kverdict.verdict;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.oops.Severity;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StuckTask;
import java.util.List;
import java.util.Optional;

/** Rules on what the kernel under test did wrong, whatever the program says. */
final class GuestRules {

  /** Documentation/admin-guide/tainted-kernels.rst: bit 9, the kernel issued a warning. */
  private static final long TAINT_WARN = 1 << 9;

  /**
   * The same, bits 10, 12 and 13: a module was loaded that is of the staging area, built outside of
   * the kernel, or not signed. A rebuilt module of a stock kernel is the last two, and may be
   * loaded only when a program needs it. Which modules were loaded is known by their build-ids.
   */
  static final long TAINT_OF_MODULES = 1 << 10 | 1 << 12 | 1 << 13;

  private GuestRules() {}

  /** Judges a crash or hang that the kernel reported. */
  static Optional<Outcome> report(TrialFacts facts) {
    return facts.decidingCrash().map(first -> report(facts, first));
  }

  private static Outcome report(TrialFacts facts, CrashReport first) {
    String detail =
        SeenInstead.titled(first, facts)
            + (first.source() == null ? "" : " at " + first.source())
            + (first.statement() == null ? "" : ": " + first.statement())
            + (first.corrupted() ? " (the report is cut or mixed)" : "");
    if (facts.meetsCase(first)) {
      return underTest(facts)
          ? facts.outcome(Outcome.Kind.FAILED_AS_EXPECTED, first.title(), detail)
          : otherwise(facts, first.title(), detail + ", before the program under test started");
    }
    return facts.outcome(
        isHang(first) ? Outcome.Kind.HUNG : Outcome.Kind.FAILED_OTHERWISE, first.title(), detail);
  }

  /** Returns whether the test had begun; the agent's mount of the program's image is part of it. */
  private static boolean underTest(TrialFacts facts) {
    return switch (facts.ending().phase()) {
      case BOOT -> false;
      case PREPARE -> !facts.program().images().isEmpty();
      case RUN, SETTLE -> true;
    };
  }

  private static boolean isHang(CrashReport report) {
    return report.type() == CrashType.HANG || report.type() == CrashType.LOCKUP;
  }

  /** Judges a stuck task, or a guest without a heartbeat. */
  static Optional<Outcome> hang(TrialFacts facts) {
    Optional<Outcome> stuck =
        facts.agent().stuck().stream()
            .filter(task -> task.state().equals("D") || task.survivedKill())
            .findFirst()
            .map(task -> facts.outcome(Outcome.Kind.HUNG, "task hung", describe(task)));
    boolean silent =
        facts.ending().kind() == Ending.Kind.AGENT_SILENT
            && facts.evidence().guestEvents().isEmpty(); // otherwise it is dead, and QEMU knows why
    return stuck.or(
        () ->
            silent
                ? Optional.of(
                    facts.outcome(Outcome.Kind.HUNG, "heartbeat lost", facts.ending().detail()))
                : Optional.empty());
  }

  private static String describe(StuckTask task) {
    return "task "
        + task.name()
        + " in state "
        + task.state()
        + (task.stack().isEmpty() ? "" : " in " + task.stack().get(0))
        + (task.survivedKill() ? ", survived SIGKILL" : "");
  }

  /** Judges a guest that ended its machine: only the host ends a good trial. */
  static Optional<Outcome> death(TrialFacts facts) {
    Ending ending = facts.ending();
    if (ending.kind() == Ending.Kind.GUEST_STOPPED) {
      return Optional.of(facts.outcome(Outcome.Kind.VM_DIED, "guest stopped", ending.detail()));
    }
    List<String> events = facts.evidence().guestEvents();
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(
            facts.outcome(
                Outcome.Kind.VM_DIED, "guest event", "QEMU saw " + String.join(", ", events)));
  }

  /** Judges a slow trial, without proof that it would never have ended. */
  static Optional<Outcome> slowness(TrialFacts facts) {
    boolean deadline = facts.ending().kind() == Ending.Kind.DEADLINE;
    boolean inTime = !facts.agent().timedOut() && facts.agent().stuck().isEmpty();
    if (!deadline && (inTime || facts.exposed())) {
      return Optional.empty();
    }
    return Optional.of(
        facts.outcome(
            Outcome.Kind.TIMEOUT,
            "time limit",
            deadline ? facts.ending().detail() : "the program did not end in time"));
  }

  /**
   * Judges added taint bits: the kernel warned or worse, whether the console shows it or not. The
   * bit for a warning is explained by a warning on the console.
   */
  static Optional<Outcome> taint(TrialFacts facts) {
    Long before = facts.agent().taintStart();
    Long after = facts.agent().taintEnd();
    if (before == null || after == null) {
      return Optional.empty();
    }
    long start = before & ~TAINT_OF_MODULES;
    long end = after & ~TAINT_OF_MODULES;
    if (start == end) {
      return Optional.empty();
    }
    long added = end & ~start;
    if ((added & ~explainedTaint(facts)) == 0 && (start & ~end) == 0) {
      return Optional.empty(); // the report is a finding
    }
    return Optional.of(
        otherwise(
            facts,
            added == 0 ? "taint lost" : "taint " + added,
            "the kernel's taint bits went from " + start + " to " + end));
  }

  /** Returns the bits that reports on the console explain: that of a warning, if there is one. */
  static long explainedTaint(TrialFacts facts) {
    boolean warned =
        facts.evidence().crashes().stream().anyMatch(r -> r.severity() == Severity.WARNING);
    return warned ? TAINT_WARN : 0;
  }

  /** Judges a file system that could not be synced and unmounted. */
  static Optional<Outcome> unsettled(TrialFacts facts) {
    if (facts.agent().settled() && facts.ending().phase() == Phase.SETTLE) {
      return Optional.empty();
    }
    String why = String.join("; ", facts.agent().faults());
    return Optional.of(
        otherwise(
            facts,
            "settle",
            "sync and unmount did not succeed" + (why.isEmpty() ? "" : ": " + why)));
  }

  private static Outcome otherwise(TrialFacts facts, String title, String detail) {
    return facts.outcome(Outcome.Kind.FAILED_OTHERWISE, title, detail);
  }
}
