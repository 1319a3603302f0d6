package dev.kverdict.verdict;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the outcomes of a cell to its verdict: the first rule that holds. */
public final class Verdicts {

  private final CellCase cell;
  private final Trials control;
  private final Trials patched;

  private Verdicts(CellCase cell) {
    this.cell = cell;
    this.control = new Trials(cell.control(), List.of());
    this.patched = new Trials(cell.patched(), cell.program().accepts());
  }

  /** The verdict on a patched cell. */
  public static Verdict of(CellCase cell) {
    return new Verdicts(cell).decide();
  }

  /** The verdict on a control alone: does it fail as the case says, or does its guard hold. */
  public static Verdict ofControl(CellCase cell) {
    Verdicts rules = new Verdicts(cell);
    return rules
        .brokenCase()
        .or(rules::notReproduced)
        .or(() -> rules.infra(rules.control))
        .orElseGet(
            () ->
                rules.verdict(
                    VerdictKind.REPRODUCED,
                    rules.control.firstTitle(Outcome.Kind.FAILED_AS_EXPECTED),
                    cell.program().guard()
                        ? "the guard holds in " + rules.control.clean() + " trials"
                        : "fails as expected: " + rules.controlRate()));
  }

  private Verdict decide() {
    return patchFate()
        .or(this::notFixed)
        .or(this::brokenCase)
        .or(this::notReproduced)
        .or(this::newFailure)
        .or(this::brokeGuard)
        .or(this::refused)
        .or(this::didNotRun)
        .or(() -> infra(control))
        .or(() -> infra(patched))
        .or(this::timedOut)
        .or(this::tooFew)
        .orElseGet(this::fixed);
  }

  /** What became of the patch before anything ran. */
  private Optional<Verdict> patchFate() {
    if (cell.controlBuild().kind() != BuildOutcome.Kind.BUILT) {
      return Optional.empty(); // says nothing about the patch: the case is broken, below
    }
    BuildOutcome build = cell.patchedBuild();
    return switch (build.kind()) {
      case BUILT -> Optional.empty();
      case PATCH_REJECTED -> Optional.of(verdict(VerdictKind.PATCH_REJECTED, build.lines()));
      case BUILD_FAILED -> Optional.of(verdict(VerdictKind.BUILD_FAILED, build.lines()));
      case ALREADY_APPLIED -> Optional.of(verdict(VerdictKind.ALREADY_APPLIED, build.lines()));
      case NO_CHANGE -> Optional.of(verdict(VerdictKind.NO_CHANGE, build.lines()));
    };
  }

  private Optional<Verdict> notFixed() {
    int failures = patched.failures();
    if (failures == 0) {
      return Optional.empty();
    }
    return Optional.of(
        verdict(
            VerdictKind.NOT_FIXED,
            patched.firstTitle(Outcome.Kind.FAILED_AS_EXPECTED),
            "%s in %d of %d patched trials; %s"
                .formatted(
                    patched.firstDetail(Outcome.Kind.FAILED_AS_EXPECTED),
                    failures,
                    patched.counted(),
                    controlRate())));
  }

  /** The control itself does not build, boot, or do its steps. */
  private Optional<Verdict> brokenCase() {
    if (cell.controlBuild().kind() != BuildOutcome.Kind.BUILT) {
      List<String> reasons = new ArrayList<>(List.of("the control does not build"));
      reasons.addAll(cell.controlBuild().lines());
      return Optional.of(verdict(VerdictKind.CASE_ERROR, reasons));
    }
    for (Outcome outcome : control.outcomes()) {
      boolean broken =
          switch (outcome.kind()) {
            case BOOT_FAILED, REFUSED, NOT_RUN -> true;
            case FAILED_OTHERWISE, HUNG, VM_DIED, TIMEOUT -> cell.program().guard();
            case CLEAN, FAILED_AS_EXPECTED, INFRA -> false;
          };
      if (broken) {
        return Optional.of(
            verdict(
                VerdictKind.CASE_ERROR,
                outcome.title(),
                (cell.program().guard() ? "the guard fails on the control: " : "the control: ")
                    + outcome.detail()));
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> notReproduced() {
    if (cell.program().guard() || control.failures() > 0) {
      return Optional.empty();
    }
    if (control.counted() == 0) {
      return Optional.empty(); // nothing ran: the host's fault, below
    }
    return Optional.of(
        verdict(
            VerdictKind.NOT_REPRODUCED,
            "the control never failed as expected; it showed " + control.summary()));
  }

  /** A failure that the control does not have. */
  private Optional<Verdict> newFailure() {
    for (Outcome outcome : patched.outcomes()) {
      Optional<VerdictKind> kind =
          switch (outcome.kind()) {
            case BOOT_FAILED -> Optional.of(VerdictKind.BOOT_FAILED);
            case FAILED_OTHERWISE -> Optional.of(VerdictKind.DIFFERENT_CRASH);
            case HUNG -> Optional.of(VerdictKind.HUNG);
            case VM_DIED -> Optional.of(VerdictKind.VM_DIED);
            case CLEAN, FAILED_AS_EXPECTED, REFUSED, TIMEOUT, NOT_RUN, INFRA -> Optional.empty();
          };
      if (kind.isEmpty() || control.shows(outcome)) {
        continue;
      }
      if (failedCheck(outcome) && cell.program().guard()) {
        continue; // the guard's own word, below
      }
      if (outcome.stepsPassed() > control.furthest()) {
        return Optional.of(
            verdict(
                VerdictKind.UNMASKED,
                outcome.title(),
                outcome.detail()
                    + ", after a step that no control trial lived to reach: unmasked or new,"
                    + " cannot tell"));
      }
      return Optional.of(verdict(kind.get(), outcome.title(), outcome.detail()));
    }
    return Optional.empty();
  }

  private static boolean failedCheck(Outcome outcome) {
    return outcome.title().startsWith("check ");
  }

  private Optional<Verdict> brokeGuard() {
    if (!cell.program().guard()) {
      return Optional.empty();
    }
    return patched.outcomes().stream()
        .filter(
            o ->
                o.kind() != Outcome.Kind.CLEAN
                    && o.kind() != Outcome.Kind.INFRA
                    && o.kind() != Outcome.Kind.TIMEOUT
                    && !patched.accepted(o))
        .findFirst()
        .map(
            o ->
                verdict(
                    VerdictKind.BROKE_GUARD,
                    o.title(),
                    o.detail() + "; the control passes in " + control.clean() + " trials"));
  }

  private Optional<Verdict> refused() {
    return patched.outcomes().stream()
        .filter(o -> o.kind() == Outcome.Kind.REFUSED && !patched.accepted(o))
        .findFirst()
        .map(
            o ->
                verdict(
                    VerdictKind.REFUSED,
                    o.title(),
                    o.detail() + "; the crash may be avoided because the work is"));
  }

  private Optional<Verdict> didNotRun() {
    return patched.outcomes().stream()
        .filter(o -> o.kind() == Outcome.Kind.NOT_RUN)
        .findFirst()
        .map(o -> verdict(VerdictKind.REPRO_DID_NOT_RUN, o.title(), o.detail()));
  }

  private Optional<Verdict> infra(Trials trials) {
    return trials.outcomes().stream()
        .filter(o -> o.kind() == Outcome.Kind.INFRA)
        .findFirst()
        .map(o -> verdict(VerdictKind.INFRA_ERROR, o.title(), o.detail()))
        .or(
            () ->
                trials.outcomes().isEmpty()
                    ? Optional.of(verdict(VerdictKind.INFRA_ERROR, "no trial ran"))
                    : Optional.empty());
  }

  private Optional<Verdict> timedOut() {
    return patched.outcomes().stream()
        .filter(o -> o.kind() == Outcome.Kind.TIMEOUT)
        .findFirst()
        .map(o -> verdict(VerdictKind.TIMEOUT, o.title(), o.detail()));
  }

  private Optional<Verdict> tooFew() {
    if (patched.clean() < patched.counted()) {
      return Optional.of(
          verdict(
              VerdictKind.INCONCLUSIVE,
              "only %d of %d patched trials were clean; the others showed what the control shows: %s"
                  .formatted(patched.clean(), patched.counted(), patched.summary())));
    }
    if (cell.program().guard()) {
      return Optional.empty();
    }
    int needed = needed();
    if (patched.clean() >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        verdict(
            VerdictKind.INCONCLUSIVE,
            "%d clean trials are too few: %s, so it takes %s"
                .formatted(
                    patched.clean(),
                    controlRate(),
                    needed == Integer.MAX_VALUE
                        ? "more control trials"
                        : Integer.toString(needed))));
  }

  private Verdict fixed() {
    List<String> reasons = new ArrayList<>();
    if (cell.program().guard()) {
      reasons.add("the guard holds in %d patched trials".formatted(patched.clean()));
    } else {
      reasons.add(
          "%d of %d patched trials clean; %s"
              .formatted(patched.clean(), patched.counted(), controlRate()));
      reasons.add(
          String.format(
              Locale.ROOT,
              "had the patch changed nothing, this would happen in at most %s %% of cases",
              percent(chance())));
      if (!cell.caseHasDataCheck()) {
        reasons.add("crash only; masking not excluded");
      }
    }
    cell.patched().stream()
        .filter(patched::accepted)
        .findFirst()
        .ifPresent(o -> reasons.add("accepted by the case: " + o.detail()));
    return verdict(VerdictKind.FIXED, "", reasons);
  }

  private int needed() {
    return Bound.cleanTrialsNeeded(controlBound(), cell.confidence());
  }

  private double chance() {
    // What was asked for, even where more trials would allow to say less.
    return Math.max(Bound.chance(controlBound(), patched.clean()), 1 - cell.confidence());
  }

  private double controlBound() {
    return Bound.lowerRate(control.failures(), control.counted(), cell.confidence());
  }

  private String controlRate() {
    return "control failed in %d of %d".formatted(control.failures(), control.counted());
  }

  private static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.3f", share * 100);
    return text.replaceFirst("\\.?0+$", "");
  }

  private Verdict verdict(VerdictKind kind, String reason) {
    return verdict(kind, "", List.of(reason));
  }

  private Verdict verdict(VerdictKind kind, List<String> reasons) {
    return verdict(kind, "", reasons);
  }

  private Verdict verdict(VerdictKind kind, String title, String reason) {
    return verdict(kind, title, List.of(reason));
  }

  private Verdict verdict(VerdictKind kind, String title, List<String> reasons) {
    return new Verdict(
        cell.kernel(),
        cell.patch(),
        cell.program().name(),
        cell.program().guard(),
        kind,
        title,
        control.tally(),
        patched.tally(),
        null,
        "not measured",
        reasons);
  }
}
