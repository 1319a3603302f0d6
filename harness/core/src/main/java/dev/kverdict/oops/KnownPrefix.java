package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prefixes of loggers that say of a line that it is the kernel's: system logs, which name the
 * program that wrote it, dmesg(1) with a date, and the records of /dev/kmsg. Other prefixes are
 * learned from the log ({@link LogLines}).
 */
final class KnownPrefix {

  /** Longer than any of them, in bytes. */
  private static final int MOST = 200;

  /** Most blanks and marks of a quotation that whoever copied a log has put before a line. */
  private static final int MOST_AROUND = 8;

  private static final byte KERNEL = 'k';

  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
  private static final String TIME = "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";

  /** ctime(3), the time of RFC 3164, and that of journalctl's short-full. */
  private static final String DATE =
      "(?:" + DAY + " )?" + MONTH + " [ \\d]?\\d " + TIME + "(?: [A-Z]{3,5})?(?: \\d{4})?";

  /** RFC 3339 and ISO 8601, with a blank for the T, and a zone's name for its offset. */
  private static final String ISO =
      "(?:"
          + DAY
          + " )?\\d{4}-\\d\\d-\\d\\d[T ]"
          + TIME
          + "(?: ?[+-]\\d\\d:?\\d\\d|Z| [A-Z]{3,5})?";

  /** A date in whatever language the host speaks; what follows says that it is one. */
  private static final String LOCAL_DATE =
      "(?:\\S{2,12} [ \\d]?\\d|\\d{1,2}\\.? \\S{2,12}) " + TIME;

  /** The time since the line before, alone or after the time itself. */
  private static final String SINCE = "(?:< *\\d{1,10}\\.\\d{6} ?>| *[+-]\\d{1,10}\\.\\d{6})";

  private static final String STAMP =
      "(?:\\[ *\\d{1,10}\\.\\d{6}(?: " + SINCE + ")?\\]|\\d{9,11}\\.\\d{6})";

  /** A time, a host, and the program: {@code kernel:}, in RFC 5424 with what it leaves out. */
  private static final String SYSTEM_LOG =
      "(?:<\\d{1,3}>(?:1 )?)?(?:"
          + DATE
          + "|"
          + ISO
          + "|"
          + STAMP
          + "|"
          + LOCAL_DATE
          + ") "
          + "(?:(?!kernel)[\\w.:-]{1,64} )?(?:[a-z]+\\.[a-z]+ )?kernel(?:\\[\\d+\\])?(?:: | - - - )";

  /**
   * What is left of a system log's prefix without the time and the host, or indented; what a
   * terminal shows of a message to all has no blank.
   */
  private static final String NAME = "(?:[a-z]{3,8}\\d?\\.[a-z]{3,7} )?kernel: ?";

  /** util-linux, dmesg.c, print_record(): the date, the time since the last line, or both. */
  private static final String DMESG =
      "\\[(?:(?:"
          + DATE
          + "|(?:\\S{2,6} )?"
          + LOCAL_DATE
          + " \\d{4})"
          + "(?: "
          + SINCE
          + ")?| *\\d{1,10}\\.\\d{6} "
          + SINCE
          + "|"
          + SINCE
          + "|"
          + MONTH
          + " ?\\d{1,2} \\d\\d:\\d\\d)\\] "
          + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d,\\d{6}[+-]\\d\\d:\\d\\d ";

  /** Documentation/ABI/testing/dev-kmsg; also the extended format of netconsole. */
  private static final String RECORD = "\\d{1,3},\\d+,\\d+,[-c+](?:,[\\w=/.-]+)*;";

  /** util-linux, dmesg.c, print_record(): facility and level. */
  private static final String LEVEL = "[a-z]+ *:[a-z]+ *: (?=\\[)";

  /** The date of a Go program, before what it reports of the kernel or of its own end. */
  private static final String FUZZER =
      "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d (?=BUG: memory leak|SYZF)";

  private static final Pattern PREFIX =
      Pattern.compile(
          "[ >|]{0,8}(?:"
              + LEVEL
              + ")?(?:"
              + SYSTEM_LOG
              + "|"
              + NAME
              + "|"
              + DMESG
              + "|"
              + RECORD
              + "|"
              + FUZZER
              + ")|"
              + LEVEL);

  private KnownPrefix() {}

  /** Returns where the kernel's text begins, or {@code from} if the line has no such prefix. */
  static int end(byte[] bytes, int from, int to) {
    if (from >= to || !mayBegin(bytes, from, to)) {
      return from;
    }
    int length = Math.min(to - from, MOST);
    Matcher prefix = PREFIX.matcher(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
    return prefix.lookingAt() ? from + prefix.end() : from;
  }

  private static boolean mayBegin(byte[] bytes, int from, int to) {
    int first = from;
    boolean quoted = false;
    while (first < to && first - from < MOST_AROUND && isAround(bytes[first])) {
      quoted |= bytes[first] != ' ';
      first++;
    }
    if (first == to) {
      return false;
    }
    byte one = bytes[first];
    if (first > from && !quoted) {
      return one == '[' || one == KERNEL; // what is indented is a frame of a stack, mostly
    }
    return one == '[' || one == '<' || (one >= '0' && one <= '9') || one >= 'A' || one < 0;
  }

  private static boolean isAround(byte one) {
    return one == ' ' || one == '>' || one == '|';
  }
}
