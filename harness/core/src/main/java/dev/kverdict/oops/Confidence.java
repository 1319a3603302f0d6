package dev.kverdict.oops;

/** How far the function in a title can be trusted. */
public enum Confidence {
  /**
   * The kernel itself names it: it trapped or was reported there. Also a title without function.
   */
  EXACT,
  /**
   * It was chosen among the frames, as who called a helper, waits, or entered a subsystem; or it is
   * what calls into subsystems, which seldom is at fault.
   */
  LIKELY,
  /** The report is cut or mixed with another one. */
  CUT
}
