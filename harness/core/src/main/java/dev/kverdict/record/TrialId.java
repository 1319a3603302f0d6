package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a trial: one run of one cell.
 *
 * @param kernel the kernel's name in the matrix
 * @param patch the patch's name, or null for the control
 * @param repro the name of the reproducer or guard
 * @param series the purpose of the trial: {@value #PLAIN} for those that count, another word for
 *     those that gather further evidence
 * @param number the trial's number within its series, from 1
 */
public record TrialId(
    String kernel, @Nullable String patch, String repro, String series, int number) {

  /** The series of the trials that a verdict counts. */
  public static final String PLAIN = "plain";

  /** The series of the trials that boot to confirm what restored ones show; they count, too. */
  public static final String BOOTED = "booted";

  /** The series of trials in which the program's failed system calls are reported. */
  public static final String WATCHED = "watched";

  public TrialId {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(repro, "repro");
    Objects.requireNonNull(series, "series");
    if (number < 1) {
      throw new IllegalArgumentException("number must be positive, was " + number);
    }
  }

  /** Returns {@code kernel} for the control, {@code kernel/patch} for a patched one. */
  public String kernelUnderTest() {
    return patch == null ? kernel : kernel + "/" + patch;
  }

  @Override
  public String toString() {
    String which = series.equals(PLAIN) ? "" : " " + series;
    return kernelUnderTest() + " " + repro + which + " #" + number;
  }
}
