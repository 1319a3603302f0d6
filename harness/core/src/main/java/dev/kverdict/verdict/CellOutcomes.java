package dev.kverdict.verdict;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The outcomes of both sides of a cell.
 *
 * @param control outcomes of the kernel without the patch
 * @param patched outcomes of the kernel with the patch; empty if not tried
 */
public record CellOutcomes(List<Outcome> control, List<Outcome> patched) {

  public CellOutcomes {
    control = List.copyOf(control);
    patched = List.copyOf(patched);
  }

  /** Returns a copy in which a crash other than the control's is another failure. */
  public CellOutcomes distinguished(PatchEffect effect) {
    return new CellOutcomes(control, SameBug.distinguished(control, patched, effect));
  }

  /** Returns whether the bug showed without the patch. */
  public boolean controlFailed() {
    return control.stream().anyMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
  }

  /** Returns whether patched trials ran, and all were clean. */
  public boolean patchedClean() {
    return !patched.isEmpty() && patched.stream().allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
  }

  /** Returns whether any trial resumed from one of these snapshots. */
  public boolean usedAny(Set<String> machines) {
    return Stream.of(control, patched)
        .flatMap(List::stream)
        .anyMatch(outcome -> outcome.snapshot() != null && machines.contains(outcome.snapshot()));
  }
}
