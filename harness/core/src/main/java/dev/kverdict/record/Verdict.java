package dev.kverdict.record;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one cell.
 *
 * @param kernel the kernel's name
 * @param patch the patch's name, or {@value #CONTROL} for the control alone
 * @param repro the name of the reproducer or guard
 * @param guard whether {@code repro} is a guard
 * @param kind the verdict
 * @param title a name for what decided it, such as a crash title; empty if nothing was seen
 * @param control the trials of the control
 * @param patched the trials of the patched kernel
 * @param pValue Fisher's exact one-sided p, or null where there is nothing to compare
 * @param reached whether the patched lines ran
 * @param findings the findings on either side
 * @param reasons lines of evidence for a person, the weightiest first; never empty
 */
public record Verdict(
    String kernel,
    String patch,
    String repro,
    boolean guard,
    VerdictKind kind,
    String title,
    Tally control,
    Tally patched,
    @Nullable Double pValue,
    Reached reached,
    List<JudgedFinding> findings,
    List<String> reasons) {

  /** Stands for the patch in the verdict on a control alone. */
  public static final String CONTROL = "-";

  /**
   * Counts of trials.
   *
   * @param trials trials with an outcome that counts (all but INFRA)
   * @param failures those of them that failed as expected
   * @param clean those of them that were clean
   * @param restored trials that resumed from a snapshot instead of booting, INFRA included
   * @param snapshots the number of snapshots that these resumed from
   */
  public record Tally(int trials, int failures, int clean, int restored, int snapshots) {
    /** No trials. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** Returns a tally of trials that all booted. */
    public static Tally booted(int trials, int failures, int clean) {
      return new Tally(trials, failures, clean, 0, 0);
    }
  }

  public Verdict {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(patch, "patch");
    Objects.requireNonNull(repro, "repro");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reached, "reached");
    findings = List.copyOf(findings);
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a verdict needs at least one reason");
    }
  }
}
