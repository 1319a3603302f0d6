package dev.kverdict.verdict;

import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import java.util.List;

/**
 * Everything that a verdict on a cell is drawn from.
 *
 * @param kernel the kernel's name
 * @param patch the patch's name
 * @param program the reproducer or guard
 * @param confidence the asked confidence
 * @param caseHasDataCheck whether any reproducer of the case fails by a check of its data
 * @param controlBuild what became of the control's build
 * @param patchedBuild what became of the patched build
 * @param control outcomes of the control's trials
 * @param patched outcomes of the patched trials
 */
public record CellCase(
    String kernel,
    String patch,
    ReproducerDef program,
    double confidence,
    boolean caseHasDataCheck,
    BuildOutcome controlBuild,
    BuildOutcome patchedBuild,
    List<Outcome> control,
    List<Outcome> patched) {

  public CellCase {
    control = List.copyOf(control);
    patched = List.copyOf(patched);
  }
}
