package dev.kverdict.verdict;

import java.util.List;

/** Decides which refusals the case accepts as a fix of its bug. */
final class Acceptance {

  private Acceptance() {}

  /** Returns the name of a refusal in outcomes and under {@code accepts:}. */
  static String title(String step, String errno) {
    return step + ":" + errno;
  }

  /**
   * Returns whether a refusal is listed.
   *
   * @param accepts {@code STEP} or {@code STEP:ERRNO}
   * @param title the refusal, as {@link #title} names it
   */
  static boolean covers(List<String> accepts, String title) {
    // An error's name has no colon; a step's name may have one.
    int colon = title.lastIndexOf(':');
    return accepts.contains(title) || (colon >= 0 && accepts.contains(title.substring(0, colon)));
  }
}
