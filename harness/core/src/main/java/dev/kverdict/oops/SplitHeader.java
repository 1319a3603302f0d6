package dev.kverdict.oops;

import java.util.List;

/**
 * A header that a decoder has split: it prints one line for each function that was inlined there,
 * and the machine's last.
 */
final class SplitHeader {

  /** The end of a line for an inlined function: scripts/decode_stacktrace.sh. */
  private static final String INLINED = " [inline]";

  private SplitHeader() {}

  /** Returns whether a line is for an inlined function, so that another one follows. */
  static boolean isInlined(String line) {
    return line.stripTrailing().endsWith(INLINED);
  }

  /** Returns the machine's header of a report, given the one in its first line. */
  static Header last(Header first, List<String> text) {
    Header last = first;
    for (int i = 1; i < text.size() && isInlined(text.get(i - 1)); i++) {
      Header next = HeaderRules.match(text.get(i)).orElse(null);
      if (next == null || !next.rule().titles().get(0).equals(first.rule().titles().get(0))) {
        break;
      }
      last = next;
    }
    return last;
  }
}
