package dev.kverdict.verdict;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import java.util.Map;
import java.util.Optional;

/** Whether there was a trial at all: of the right kernel, on a host that did its part. */
final class StartRules {

  private static final String BUILD_ID = "build-id";

  /** The kernel's own name among the build-ids. */
  private static final String KERNEL = "vmlinux";

  private StartRules() {}

  /** Whatever else was seen, the host may have caused it. */
  static Optional<Outcome> hostFault(TrialFacts facts) {
    return facts.ending().kind() == Ending.Kind.HOST_FAULT
        ? Optional.of(facts.outcome(Outcome.Kind.INFRA, "host", facts.ending().detail()))
        : Optional.empty();
  }

  /** The guest must have run the very artefact that was meant. */
  static Optional<Outcome> otherKernel(TrialFacts facts) {
    return facts.agent().buildIds().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(
            seen ->
                seen.getValue().isEmpty() // two unknowns are not the same kernel
                    || !seen.getValue().equals(expected(facts, seen.getKey())))
        .findFirst()
        .map(
            seen ->
                facts.outcome(
                    Outcome.Kind.INFRA,
                    BUILD_ID,
                    "%s has build-id %s in the guest, the artefact has %s"
                        .formatted(
                            seen.getKey(),
                            orNone(seen.getValue()),
                            orNone(expected(facts, seen.getKey())))));
  }

  /**
   * The kernel must have said which one it is. Modules say it when they are loaded; one that was
   * not needed has nothing to say.
   */
  static Optional<Outcome> unknownKernel(TrialFacts facts) {
    return facts.agent().buildIds().containsKey(KERNEL)
        ? Optional.empty()
        : Optional.of(
            facts.outcome(
                Outcome.Kind.INFRA, BUILD_ID, "the guest did not report the kernel's build-id"));
  }

  /** Without a word from the agent there was no user space. */
  static Optional<Outcome> noUserSpace(TrialFacts facts) {
    if (facts.agent().userSpace()) {
      return Optional.empty();
    }
    Optional<CrashReport> crash = facts.firstCrash();
    return Optional.of(
        facts.outcome(
            Outcome.Kind.BOOT_FAILED,
            crash.map(CrashReport::title).orElse("no user space"),
            "no user space: " + crash.map(CrashReport::title).orElse(facts.ending().detail())));
  }

  private static String expected(TrialFacts facts, String name) {
    return facts.evidence().expectedBuildIds().getOrDefault(name, "");
  }

  private static String orNone(String buildId) {
    return buildId.isEmpty() ? "none" : buildId;
  }
}
