package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/** What the patched kernel did wrong. */
final class PatchedRules {

  /** Failures to blame on a patch, in the order of the table. */
  private static final List<Entry<Outcome.Kind, VerdictKind>> FAILURES =
      List.of(
          Map.entry(Outcome.Kind.BOOT_FAILED, VerdictKind.BOOT_FAILED),
          Map.entry(Outcome.Kind.FAILED_OTHERWISE, VerdictKind.DIFFERENT_CRASH),
          Map.entry(Outcome.Kind.HUNG, VerdictKind.HUNG),
          Map.entry(Outcome.Kind.VM_DIED, VerdictKind.VM_DIED));

  private PatchedRules() {}

  /** One failure as expected is enough, whatever else happened. */
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

  /** A failure that the control does not have, at a step that the control reached without it. */
  static Optional<Verdict> newFailure(CellFacts facts) {
    return failure(facts, true)
        .map(
            f -> {
              String split = facts.patched().split(Charge.of(f.getValue()));
              return facts.verdict(f.getKey(), f.getValue(), f.getValue().detail() + split);
            });
  }

  /** The same, later than any control trial lived. */
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
                        + " cannot tell"));
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
                                && facts.control().reached(o) == reached
                                && !(facts.guard() && isCheck(o))) // the guard's own word, below
                    .map(o -> Map.entry(row.getValue(), o))
                    .stream())
        .findFirst();
  }

  private static boolean isCheck(Outcome outcome) {
    return outcome.title().startsWith(ProgramRules.CHECK);
  }

  /**
   * The feature no longer works. A guard that was only slow is not counted: on a faster machine it
   * might have passed.
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

  /** A step that the control did, or died in, now returns an error. */
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

  /** The program did not do on the patched kernel what it declares. */
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
