package dev.kverdict.verdict;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules on whether there is a patched kernel to judge, and a control to compare it with. */
final class CaseRules {

  private CaseRules() {}

  /** Judges a patch that never ran. */
  static Optional<Verdict> patchFate(CellFacts facts) {
    if (facts.cell().controlBuild().kind() != BuildOutcome.Kind.BUILT) {
      return Optional.empty(); // the control's failure is not the patch's fault
    }
    BuildOutcome build = facts.cell().patchedBuild();
    return switch (build.kind()) {
      case BUILT -> Optional.empty();
      case PATCH_REJECTED ->
          fate(facts, VerdictKind.PATCH_REJECTED, "the patch does not apply", build);
      case BUILD_FAILED ->
          fate(facts, VerdictKind.BUILD_FAILED, "the patched kernel does not build", build);
      case HOST_FAULT ->
          fate(facts, VerdictKind.INFRA_ERROR, "the host did not build the patched kernel", build);
      case ALREADY_APPLIED ->
          fate(facts, VerdictKind.ALREADY_APPLIED, "the source has the patch already", build);
      case NO_CHANGE ->
          fate(facts, VerdictKind.NO_CHANGE, "what can run is the same as without it", build);
    };
  }

  private static Optional<Verdict> fate(
      CellFacts facts, VerdictKind kind, String otherwise, BuildOutcome build) {
    List<String> lines = build.lines().isEmpty() ? List.of(otherwise) : build.lines();
    return Optional.of(facts.verdict(kind, lines));
  }

  /** Rejects detectors that miss what is there: no other rule can be trusted then. */
  static Optional<Verdict> untrusted(CellFacts facts) {
    String missed = facts.cell().missed();
    return missed == null
        ? Optional.empty()
        : Optional.of(facts.verdict(VerdictKind.INFRA_ERROR, List.of(missed)));
  }

  /** Judges a control that does not build, boot or run its steps, or fails a guard. */
  static Optional<Verdict> caseError(CellFacts facts) {
    BuildOutcome build = facts.cell().controlBuild();
    if (build.kind() != BuildOutcome.Kind.BUILT) {
      List<String> reasons = new ArrayList<>(build.lines());
      String cause = reasons.isEmpty() ? "" : ": " + reasons.remove(0);
      boolean host = build.kind() == BuildOutcome.Kind.HOST_FAULT;
      reasons.add(
          0, (host ? "the host did not build the control" : "the control does not build") + cause);
      return Optional.of(
          facts.verdict(host ? VerdictKind.INFRA_ERROR : VerdictKind.CASE_ERROR, reasons));
    }
    return facts
        .control()
        .proven(outcome -> breaksCase(outcome, facts.guard()))
        .map(
            outcome ->
                facts.verdict(
                    VerdictKind.CASE_ERROR,
                    outcome,
                    (facts.guard() ? "the guard fails on the control: " : "on the control: ")
                        + outcome.detail()));
  }

  private static boolean breaksCase(Outcome outcome, boolean guard) {
    return switch (outcome.kind()) {
      case BOOT_FAILED, REFUSED, NOT_RUN -> true;
      case FAILED_AS_EXPECTED, FAILED_OTHERWISE, HUNG, VM_DIED, TIMEOUT -> guard;
      case CLEAN, INFRA -> false;
    };
  }

  /** Judges a program that got nowhere on the control, and did not say so. */
  static Optional<Verdict> gaveUp(CellFacts facts) {
    return neverFailed(facts)
        ? facts
            .cell()
            .watched()
            .gaveUp(facts.control())
            .map(
                why ->
                    facts.verdict(
                        VerdictKind.REPRO_DID_NOT_RUN,
                        List.of(
                            why,
                            "give the guest what it lacks: modules:, userland:, image:, sandbox:, or"
                                + " a kernel that is configured with it")))
        : Optional.empty();
  }

  private static boolean neverFailed(CellFacts facts) {
    return !facts.guard() && facts.hasControl() && facts.control().failures() == 0;
  }

  /** Judges a control that never fails: it proves nothing about a patch. */
  static Optional<Verdict> notReproduced(CellFacts facts) {
    if (!neverFailed(facts)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    reasons.add("the control never failed as expected; it showed " + facts.control().summary());
    reasons.addAll(SeenInstead.words(facts.cell().program().fails(), facts.control()));
    reasons.addAll(facts.cell().watched().words());
    reasons.add(NextTry.words(facts));
    return Optional.of(facts.verdict(VerdictKind.NOT_REPRODUCED, reasons));
  }
}
