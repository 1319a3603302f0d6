package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/** Rules on what the patched kernel did wrong. */
final class PatchedRules {

  /** Failures to blame on a patch, in the order of the table. */
  private static final List<Entry<Outcome.Kind, VerdictKind>> FAILURES =
      List.of(
          Map.entry(Outcome.Kind.BOOT_FAILED, VerdictKind.BOOT_FAILED),
          Map.entry(Outcome.Kind.FAILED_OTHERWISE, VerdictKind.DIFFERENT_CRASH),
          Map.entry(Outcome.Kind.HUNG, VerdictKind.HUNG),
          Map.entry(Outcome.Kind.VM_DIED, VerdictKind.VM_DIED));

  private PatchedRules() {}

  /** Judges a failure as expected: one is enough, whatever else happened. */
  static Optional<Verdict> notFixed(CellFacts facts) {
    Trials patched = facts.patched();
    return patched
        .proven(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED)
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.NOT_FIXED,
                    outcome,
                    "%s in %d of %d patched trials%s; %s"
                        .formatted(
                            outcome.detail(),
                            patched.failures(),
                            patched.counted(),
                            patched.split(Charge.of(outcome)),
                            facts.controlRate())));
  }

  /** Judges a failure that the control does not have, at a step that it reached. */
  static Optional<Verdict> newFailure(CellFacts facts) {
    return failure(facts, true)
        .map(
            f -> {
              String split = facts.patched().split(Charge.of(f.getValue()));
              return facts.verdict(f.getKey(), f.getValue(), f.getValue().detail() + split);
            });
  }

  /** Judges a failure that the control does not have, at a step that no control trial reached. */
  static Optional<Verdict> unmasked(CellFacts facts) {
    return failure(facts, false)
        .map(Entry::getValue)
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.UNMASKED,
                    outcome,
                    outcome.detail()
                        + ", at a step that no control trial lived to reach: unmasked or new,"
                        + " cannot tell"
                        + facts.whyNot()));
  }

  private static Optional<Entry<VerdictKind, Outcome>> failure(CellFacts facts, boolean reached) {
    return FAILURES.stream()
        .flatMap(
            row ->
                facts
                    .patched()
                    .proven(
                        o ->
                            o.kind() == row.getKey()
                                && facts.onlyPatched(o)
                                && facts.lived(o) == reached
                                && !(facts.guard()
                                    && isCheck(o))) // a failed check of the guard is judged below
                    .map(o -> Map.entry(row.getValue(), o))
                    .stream())
        .findFirst();
  }

  private static boolean isCheck(Outcome outcome) {
    return outcome.title().startsWith(ProgramRules.CHECK);
  }

  /**
   * Judges a guard that fails: the feature no longer works. One that was only slow does not count,
   * as it might pass on a faster machine.
   */
  static Optional<Verdict> brokeGuard(CellFacts facts) {
    if (!facts.guard() || !facts.hasControl()) {
      return Optional.empty();
    }
    return facts
        .patched()
        .proven(outcome -> breaksGuard(outcome) && !facts.patched().accepted(outcome))
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.BROKE_GUARD,
                    outcome,
                    outcome.detail()
                        + "; the control passed in "
                        + facts.control().clean()
                        + " of "
                        + facts.control().counted()));
  }

  private static boolean breaksGuard(Outcome outcome) {
    return switch (outcome.kind()) {
      case FAILED_AS_EXPECTED, FAILED_OTHERWISE, REFUSED, HUNG, VM_DIED, NOT_RUN, BOOT_FAILED ->
          true;
      case CLEAN, TIMEOUT, INFRA -> false;
    };
  }

  /** Judges a step that returns an error although the control did it, or died in it. */
  static Optional<Verdict> refused(CellFacts facts) {
    return facts
        .patched()
        .proven(o -> refusedUnasked(facts, o) && facts.control().reached(o))
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.REFUSED,
                    outcome,
                    outcome.detail()
                        + "; the failure may be gone because the work is: if that is right, list it"
                        + " under accepts:"));
  }

  /** Judges a program that did not do its declared steps on the patched kernel. */
  static Optional<Verdict> didNotRun(CellFacts facts) {
    return facts
        .patched()
        .proven(o -> o.kind() == Outcome.Kind.NOT_RUN || refusedUnasked(facts, o))
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.REPRO_DID_NOT_RUN,
                    outcome,
                    outcome.kind() == Outcome.Kind.NOT_RUN
                        ? outcome.detail()
                        : outcome.detail() + ", and no control trial lived to try it"));
  }

  private static boolean refusedUnasked(CellFacts facts, Outcome outcome) {
    return outcome.kind() == Outcome.Kind.REFUSED && !facts.patched().accepted(outcome);
  }
}
