package dev.kverdict.verdict;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The outcomes of both sides of a cell.
 *
 * @param control what the kernel showed without the patch
 * @param patched what it showed with the patch; empty when that was not tried
 */
public record CellOutcomes(List<Outcome> control, List<Outcome> patched) {

  public CellOutcomes {
    control = List.copyOf(control);
    patched = List.copyOf(patched);
  }

  /** A copy in which another crash than the control's is no failure as expected any more. */
  public CellOutcomes toldApart(PatchEffect effect) {
    return new CellOutcomes(control, SameBug.toldApart(control, patched, effect));
  }

  /** Whether the bug showed without the patch. */
  public boolean controlFailed() {
    return control.stream().anyMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /** Whether patched trials ran, and all were clean. */
  public boolean patchedClean() {
    return !patched.isEmpty() && patched.stream().allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
  }

  /** Whether any trial resumed from one of these snapshots. */
  public boolean usedAny(Set<String> machines) {
    return Stream.of(control, patched)
        .flatMap(List::stream)
        .anyMatch(outcome -> outcome.snapshot() != null && machines.contains(outcome.snapshot()));
  }
}
