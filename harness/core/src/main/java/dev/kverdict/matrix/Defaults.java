package dev.kverdict.matrix;

/**
 * What holds where the command line says nothing.
 *
 * @param trials trials of the control and of each patched kernel, per reproducer; positive
 * @param confidence the asked confidence, strictly between 0.5 and 1
 * @param jobs how many virtual machines run at once; positive
 */
public record Defaults(int trials, double confidence, int jobs) {

  /** Five trials, 95 %, one job. */
  public static final Defaults BUILT_IN = new Defaults(5, 0.95, 1);
}
