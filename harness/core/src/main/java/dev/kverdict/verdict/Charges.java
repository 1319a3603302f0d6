package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds charges in trials. A snapshot may be broken in a way that no witness sees, so a charge
 * counts only if a booted trial shows it, too.
 */
@FunctionalInterface
public interface Charges {

  /** Returns the charges of a trial; none if its outcome is acceptable. */
  List<Charge> of(Outcome outcome);

  /**
   * Returns charges against a control, or the case: it neither fails as it should nor runs clean. A
   * clean trial of a reproducer is not a charge: it costs further trials, and those boot.
   *
   * @param guard whether the program must succeed: then a failure as expected is a charge, too
   */
  static Charges againstControl(boolean guard) {
    return outcome -> {
      boolean usual =
          switch (outcome.kind()) {
            case CLEAN, INFRA -> true;
            case FAILED_AS_EXPECTED -> !guard;
            case FAILED_OTHERWISE, REFUSED, HUNG, TIMEOUT, VM_DIED, NOT_RUN, BOOT_FAILED -> false;
          };
      return usual ? List.of() : List.of(Charge.of(outcome));
    };
  }

  /**
   * Returns charges against a patch: anything not clean, and each finding that the kernel without
   * the patch does not show.
   *
   * @param control the outcomes of the control
   * @param known waits for the control's findings under the case's other programs; called only for
   *     a finding that the cell's own control does not show
   */
  static Charges againstPatch(
      ReproducerDef program, List<Outcome> control, Supplier<List<Finding>> known) {
    Trials before = Trials.ofControl(control);
    Function<Outcome, Stream<Finding>> added =
        outcome ->
            outcome.findings().stream()
                .filter(
                    finding ->
                        control.stream()
                            .flatMap(o -> o.findings().stream())
                            .noneMatch(finding::same))
                .filter(finding -> known.get().stream().noneMatch(finding::same));
    return outcome -> {
      if (outcome.kind() == Outcome.Kind.INFRA) {
        return List.of();
      }
      Trials after = Trials.ofPatched(List.of(outcome), program.accepts(), before);
      Stream<Charge> itself = after.clean() == 1 ? Stream.empty() : Stream.of(Charge.of(outcome));
      return Stream.concat(
              itself, added.apply(after.excused(outcome)).map(f -> Charge.of(outcome, f)))
          .toList();
    };
  }
}
