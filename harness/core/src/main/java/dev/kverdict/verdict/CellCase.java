package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of a verdict on a cell.
 *
 * @param missed what the detectors missed on this kernel; null if they can be trusted
 * @param kernel the kernel's name
 * @param patch the patch's name
 * @param program the reproducer or guard
 * @param confidence the asked confidence, strictly between 0.5 and 1
 * @param plan the plan of trials for it
 * @param caseHasDataCheck whether any reproducer of the case fails by a check of its data
 * @param controlBuild the outcome of the control's build
 * @param patchedBuild the outcome of the patched build
 * @param control outcomes of the control's trials
 * @param patched outcomes of the patched trials
 * @param reached whether the patched lines ran
 * @param suspicions reasons to suspect that the patch only hides the report, a line each
 * @param dataCheckFixed whether a reproducer that checks data is FIXED by this patch
 * @param known findings of the same kernel without the patch under the case's other programs
 * @param spared what the control would have shown had it lived longer
 * @param watched what the program did on a control that never failed
 * @param setting the setting the kernel ran in
 */
public record CellCase(
    @Nullable String missed,
    String kernel,
    String patch,
    ReproducerDef program,
    double confidence,
    TrialPlan plan,
    boolean caseHasDataCheck,
    BuildOutcome controlBuild,
    BuildOutcome patchedBuild,
    List<Outcome> control,
    List<Outcome> patched,
    Reached reached,
    List<String> suspicions,
    boolean dataCheckFixed,
    List<Finding> known,
    Spared spared,
    Watched watched,
    Setting setting) {

  /**
   * The setting a kernel ran in.
   *
   * @param processors number of a guest's processors
   * @param detectors the sanitizers and checkers in its configuration
   */
  public record Setting(int processors, List<String> detectors) {
    public Setting {
      detectors = List.copyOf(detectors);
    }
  }

  public CellCase {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(patch, "patch");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(controlBuild, "controlBuild");
    Objects.requireNonNull(patchedBuild, "patchedBuild");
    Objects.requireNonNull(setting, "setting");
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must lie between 0.5 and 1, was " + confidence);
    }
    control = List.copyOf(control);
    patched = List.copyOf(patched);
    suspicions = List.copyOf(suspicions);
    known = List.copyOf(known);
  }

  /** Returns a copy with what the control would have shown had it lived longer. */
  public CellCase with(Spared longer) {
    return with(longer, watched);
  }

  /** Returns a copy with what the program did on a control that never failed. */
  public CellCase with(Watched program) {
    return with(spared, program);
  }

  private CellCase with(Spared longer, Watched did) {
    return new CellCase(
        missed,
        kernel,
        patch,
        program,
        confidence,
        plan,
        caseHasDataCheck,
        controlBuild,
        patchedBuild,
        control,
        patched,
        reached,
        suspicions,
        dataCheckFixed,
        known,
        longer,
        did,
        setting);
  }
}
