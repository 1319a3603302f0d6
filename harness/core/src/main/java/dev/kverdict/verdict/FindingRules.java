package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedFinding.Status;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.Optional;

/** Rules on findings that appear only with the patch. */
final class FindingRules {

  private FindingRules() {}

  /** Judges a finding at a place that the control passed without it. */
  static Optional<Verdict> added(CellFacts facts) {
    return facts
        .proven(Status.NEW)
        .map(
            found ->
                facts.verdict(
                    VerdictKind.NEW_FINDING,
                    found,
                    describe(found, facts)
                        + "; control trials passed that place without it"
                        + facts.sparedWords()));
  }

  /** Judges a finding at a place that no control trial reached, and unknown on the control. */
  static Optional<Verdict> unmasked(CellFacts facts) {
    return facts
        .proven(Status.UNMASKED)
        .filter(found -> facts.hasControl())
        .map(
            found ->
                facts.verdict(
                    VerdictKind.UNMASKED,
                    found,
                    describe(found, facts)
                        + "; no control trial lived that long: unmasked or new, cannot tell"
                        + facts.whyNot()));
  }

  private static String describe(JudgedFinding found, CellFacts facts) {
    Finding finding = found.finding();
    return "%s at %s in %d of %d patched trials%s: %s"
        .formatted(
            finding.kind().words(),
            finding.step(),
            found.patched(),
            facts.patched().counted(),
            facts.split(found),
            finding.detail());
  }
}
