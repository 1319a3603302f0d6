package dev.kverdict.verdict;

import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cell with its trials counted, and what they show. */
record CellFacts(CellCase cell, Trials control, Trials patched, List<JudgedFinding> findings) {

  static CellFacts of(CellCase cell) {
    Trials control = Trials.ofControl(cell.control());
    Trials patched = Trials.ofPatched(cell.patched(), cell.program().accepts(), control);
    List<Outcome> excused = cell.patched().stream().map(patched::excused).toList();
    return new CellFacts(
        cell,
        control,
        patched,
        FindingDiff.of(cell.control(), excused, cell.known(), cell.spared()));
  }

  /** Returns the first finding of a status that a booted patched trial confirms. */
  Optional<JudgedFinding> proven(JudgedFinding.Status status) {
    return findings.stream()
        .filter(finding -> finding.status() == status)
        .filter(finding -> patched.borneOut(charge(finding)))
        .findFirst();
  }

  /** Returns a charge that only patched trials from snapshots show: it proves nothing. */
  Optional<Charge> unproven() {
    Charges against = Charges.againstPatch(cell.program(), cell.control(), cell::known);
    return cell.patched().stream()
        .flatMap(outcome -> against.of(outcome).stream())
        .filter(charge -> !patched.borneOut(charge))
        .findFirst();
  }

  /** Returns {@code , in 2 that were restored and 1 that booted}. */
  String split(JudgedFinding finding) {
    return patched.split(charge(finding));
  }

  private Charge charge(JudgedFinding finding) {
    return Charge.of(cell.patched().get(0), finding.finding());
  }

  boolean guard() {
    return cell.program().guard();
  }

  /** Returns whether any control trial counts: without one the patch's effect is unknown. */
  boolean hasControl() {
    return control.counted() > 0;
  }

  /** Returns whether the patched kernel shows something that the control does not. */
  boolean onlyPatched(Outcome outcome) {
    return hasControl() && !control.shows(outcome) && !spared().shows(outcome);
  }

  /** Returns whether a control trial, or one without the assertion that fired, got as far. */
  boolean lived(Outcome outcome) {
    return control.reached(outcome) || spared().reached(outcome);
  }

  private Trials spared() {
    return Trials.ofControl(cell.spared().outcomes());
  }

  /** Returns why nothing tells what the control would have shown, after a colon. */
  String whyNot() {
    String how = cell.spared().how();
    String seen = spared().isEmpty() ? "" : ", which showed " + spared().summary();
    return how.isEmpty() ? "" : ": " + how + seen;
  }

  /** Returns what the control did without the assertion that fired, after a semicolon. */
  String sparedWords() {
    return spared().isEmpty() ? "" : "; " + cell.spared().how();
  }

  /** Returns how many clean patched trials the asked confidence needs. */
  int cleanTrialsNeeded() {
    return cell.plan().needed(Counting.ofControl(cell.control()));
  }

  /** Returns how many clean trials the patched trials are worth. */
  int cleanObservations() {
    return patched.cleanObservations(enoughBoots());
  }

  /** Restored trials never count one by one if the control failed only at times. */
  private int enoughBoots() {
    return Counting.pools(cell.control())
        ? Counting.patchedBoots(cell.confidence())
        : Integer.MAX_VALUE;
  }

  /** Returns the p-value; null for a guard, which must hold on both sides. */
  @Nullable Double pValue() {
    TrialPlan.Counts before = Counting.ofControl(cell.control());
    TrialPlan.Counts after = Counting.ofPatched(cell.patched(), enoughBoots());
    return guard() || before.trials() == 0 || after.trials() == 0
        ? null
        : FisherExact.pValue(before.failures(), before.trials(), after.failures(), after.trials());
  }

  /** Returns {@code the control failed in 5 of 5}. */
  String controlRate() {
    return "the control failed in %d of %d%s"
        .formatted(control.failures(), control.counted(), control.restored());
  }

  /** Returns a verdict decided by one outcome. */
  Verdict verdict(VerdictKind kind, Outcome outcome, String reason) {
    return verdict(kind, outcome.title(), List.of(reason));
  }

  /** Returns a verdict not decided by a single outcome. */
  Verdict verdict(VerdictKind kind, List<String> reasons) {
    return verdict(kind, "", reasons);
  }

  /** Returns a verdict decided by a finding. */
  Verdict verdict(VerdictKind kind, JudgedFinding finding, String reason) {
    return verdict(kind, finding.finding().title(), List.of(reason));
  }

  private Verdict verdict(VerdictKind kind, String title, List<String> reasons) {
    return new Verdict(
        cell.kernel(),
        cell.patch(),
        cell.program().name(),
        guard(),
        kind,
        title,
        control.tally(),
        patched.tally(),
        pValue(),
        cell.reached(),
        findings,
        reasons);
  }
}
