package dev.kverdict.verdict;

import java.util.List;

/** Which refusals the case calls a right way to fix its bug. */
final class Acceptance {

  private Acceptance() {}

  /** The name of a refusal: the same in outcomes and under {@code accepts:}. */
  static String title(String step, String errno) {
    return step + ":" + errno;
  }

  /**
   * Whether a refusal is listed.
   *
   * @param accepts {@code STEP} or {@code STEP:ERRNO}
   * @param title the refusal, as {@link #title} names it
   */
  static boolean covers(List<String> accepts, String title) {
    // An error's name has no colon, a step's name may have one.
    int colon = title.lastIndexOf(':');
    return accepts.contains(title) || (colon >= 0 && accepts.contains(title.substring(0, colon)));
  }
}
