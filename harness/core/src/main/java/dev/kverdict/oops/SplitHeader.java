package dev.kverdict.oops;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A header that a decoder has split: it prints one line for each function that was inlined there,
 * and the machine's last.
 */
final class SplitHeader {

  /** The end of a line for an inlined function: scripts/decode_stacktrace.sh. */
  private static final String INLINED = " [inline]";

  /** The kernel prints how far into a function it was (%pS); whoever inlined it knows no offset. */
  private static final Pattern WITHOUT_OFFSET = Pattern.compile("BUG: K[A-Z]+SAN: .* in \\w+\\s*$");

  /** What a mail program wraps: the place in the source, and what it says of it. */
  private static final Pattern PLACE =
      Pattern.compile(
          "\\s*(?:[\\w./-]{1,200}\\.[chS]:\\d{1,6}(?: \\[inline\\])?|\\[inline\\])\\s*");

  private SplitHeader() {}

  /** Returns whether a line is for an inlined function, so that another one follows. */
  static boolean isInlined(String line) {
    return line.stripTrailing().endsWith(INLINED) || WITHOUT_OFFSET.matcher(line).find();
  }

  /** Returns whether a line is the rest of one that was wrapped behind the function. */
  static boolean isPlace(String line) {
    return PLACE.matcher(line).matches();
  }

  /** Returns the machine's header of a report, given the one in its first line. */
  static Header last(Header first, List<String> text) {
    Header last = first;
    boolean goesOn = !text.isEmpty() && isInlined(text.get(0));
    for (int i = 1; i < text.size() && goesOn; i++) {
      if (!isPlace(text.get(i))) {
        Header next = HeaderRules.match(text.get(i)).orElse(null);
        if (next == null || !next.rule().titles().get(0).equals(first.rule().titles().get(0))) {
          break;
        }
        last = next;
        goesOn = isInlined(text.get(i));
      }
    }
    return last;
  }
}
