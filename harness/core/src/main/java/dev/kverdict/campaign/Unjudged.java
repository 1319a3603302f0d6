package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said of a cell that a run did not get to judge. */
final class Unjudged {

  private Unjudged() {}

  /**
   * Returns a verdict that is undecided and never what a case expects, whatever that is.
   *
   * @param trials the trials of the run so far
   */
  static JudgedVerdict of(Cell cell, List<TrialLine> trials) {
    PatchDef patch = cell.patch();
    String trialsEnded =
        patch == null
            ? "%d of its trials had ended".formatted(ended(trials, cell, null))
            : "%d of its trials had ended, %d of its control's"
                .formatted(ended(trials, cell, patch.name()), ended(trials, cell, null));
    Verdict verdict =
        new Verdict(
            cell.kernel().name(),
            patch == null ? Verdict.CONTROL : patch.name(),
            cell.program().name(),
            cell.program().guard(),
            VerdictKind.INCONCLUSIVE,
            "",
            Verdict.Tally.NONE,
            Verdict.Tally.NONE,
            null,
            Reached.NOT_MEASURED,
            List.of(),
            List.of("the run was interrupted before this was judged: " + trialsEnded));
    return new JudgedVerdict(verdict, null);
  }

  private static long ended(List<TrialLine> trials, Cell cell, @Nullable String patch) {
    return trials.stream()
        .map(TrialLine::trial)
        .filter(id -> id.series().equals(TrialId.PLAIN))
        .filter(id -> id.kernel().equals(cell.kernel().name()))
        .filter(id -> id.repro().equals(cell.program().name()))
        .filter(id -> Objects.equals(id.patch(), patch))
        .count();
  }
}
