package dev.kverdict.verdict;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import java.util.Map;
import java.util.Optional;

/** Rules on whether there was a valid trial: of the right kernel, on a working host. */
final class StartRules {

  private static final String BUILD_ID = "build-id";

  /** The kernel's name among the build-ids. */
  private static final String KERNEL = "vmlinux";

  private StartRules() {}

  /** Judges a fault of the host, which may have caused everything else. */
  static Optional<Outcome> hostFault(TrialFacts facts) {
    return facts.ending().kind() == Ending.Kind.HOST_FAULT
        ? Optional.of(facts.outcome(Outcome.Kind.INFRA, "host", facts.ending().detail()))
        : Optional.empty();
  }

  /** Judges a guest that ran another kernel than the artefact. */
  static Optional<Outcome> otherKernel(TrialFacts facts) {
    return facts.agent().buildIds().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(
            seen ->
                seen.getValue().isEmpty() // two unknown build-ids prove nothing
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

  /** Judges a kernel that did not report its build-id; unused modules report none. */
  static Optional<Outcome> unknownKernel(TrialFacts facts) {
    return facts.agent().buildIds().containsKey(KERNEL)
        ? Optional.empty()
        : Optional.of(
            facts.outcome(
                Outcome.Kind.INFRA, BUILD_ID, "the guest did not report the kernel's build-id"));
  }

  /** Judges a guest without any message from the agent: there was no user space. */
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
