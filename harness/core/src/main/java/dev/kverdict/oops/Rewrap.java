package dev.kverdict.oops;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins lines that a mail program or a terminal has wrapped. There are two signs of it: what
 * follows lacks the time stamp or the prefix that all lines of this log have, and would not have
 * had room in the line before; or the first line of a report says nothing without the next one.
 */
final class Rewrap implements LogLines.Sink {

  /** Shorter first lines are not wrapped anywhere, in columns. */
  private static final int SHORTEST = 20;

  /** Nor is a line whose next word would have had room: nobody wraps at fewer columns. */
  private static final int WIDTH = 64;

  /** Where a line of the kernel's is longer than this, in columns, nobody has wrapped the log. */
  private static final int MOST_WRAPPED = 100;

  /** The longest line that is put together, in bytes. */
  private static final int MOST_JOINED = 4096;

  /** Bytes that tell the time of another program's line from the rest of a wrapped one. */
  private static final int TELLING = 3;

  /** What mail programs put before each line of an answer. */
  private static final String QUOTATION = "> |";

  private final LogLines.Sink sink;
  private final KernelLine probe = new KernelLine();
  private @Nullable Waiting waiting;

  /** The longest line so far that has a prefix or a time stamp, in columns. */
  private int longest;

  Rewrap(LogLines.Sink sink) {
    this.sink = sink;
  }

  /** A line that may go on in the next one. */
  private static final class Waiting {
    private final HeldLine first;
    private final boolean stamped;
    private final boolean incomplete;
    private byte[] joined;

    /** False once another line was joined to it. */
    private boolean alone = true;

    /** Columns of the last of its lines, as it is in the log. */
    private int width;

    Waiting(HeldLine first, boolean stamped, boolean incomplete) {
      this.first = first;
      this.stamped = stamped;
      this.incomplete = incomplete;
      this.joined = first.bytes();
      this.width = first.prefix() + first.length();
    }

    /** Returns whether the lines of the log have something that a line with this prefix lacks. */
    boolean hasMoreThan(int prefix) {
      return stamped || prefix < first.prefix();
    }
  }

  @Override
  public void line(byte[] bytes, int from, int to, long offset, int prefix) {
    boolean stamped = probe.readStamp(bytes, from, to);
    Waiting before = waiting;
    if (before != null) {
      if (!stamped && goesOn(before, bytes, from, to, prefix)) {
        before.width = prefix + to - from;
        before.alone = false;
        return;
      }
      end();
    }
    int width = prefix + to - from;
    boolean marked = stamped || prefix > 0;
    if (marked) {
      longest = Math.max(longest, width);
    }
    if (width < SHORTEST) {
      sink.line(bytes, from, to, offset, prefix);
      return;
    }
    boolean incomplete = incomplete(bytes, from, to);
    if (incomplete || (marked && longest <= MOST_WRAPPED)) {
      waiting = new Waiting(new HeldLine(bytes, from, to, offset, prefix), stamped, incomplete);
    } else {
      sink.line(bytes, from, to, offset, prefix);
    }
  }

  /** Ends the log. */
  void end() {
    Waiting last = waiting;
    waiting = null;
    if (last != null) {
      last.first.replacedBy(last.joined, sink);
    }
  }

  /** Joins a line without a time stamp to the one before, if it belongs to it. */
  private boolean goesOn(Waiting before, byte[] bytes, int start, int to, int prefix) {
    int from = start + quotation(before.first, bytes, start, to, prefix);
    int word = from;
    while (word < to && bytes[word] == ' ') {
      word++;
    }
    int end = ByteScan.indexOf(bytes, word, to, (byte) ' ');
    if (word == to || before.width + 1 + (end - word) < WIDTH) {
      return false;
    }
    boolean wrapped =
        longest <= MOST_WRAPPED
            && before.hasMoreThan(prefix)
            && before.joined.length < MOST_JOINED
            && !isAnothers(before.first, bytes, from, to, prefix + from - start);
    if (before.incomplete && before.alone && prefix <= before.first.prefix()) {
      for (int blanks = 1; blanks >= 0; blanks--) { // a terminal breaks words, too
        byte[] joined = joined(before.joined, blanks, bytes, word, to);
        if (!incomplete(joined, 0, joined.length)) {
          before.joined = joined;
          return true;
        }
      }
    }
    if (wrapped) {
      before.joined = joined(before.joined, 1, bytes, word, to);
    }
    return wrapped;
  }

  /** Returns how many bytes of a mail's quotation a line has, as the prefix of the one before. */
  private static int quotation(HeldLine before, byte[] bytes, int from, int to, int prefix) {
    byte[] wanted = before.prefixFrom(prefix, before.prefix());
    int length = 0;
    while (length < wanted.length
        && from + length < to
        && bytes[from + length] == wanted[length]
        && QUOTATION.indexOf(wanted[length]) >= 0) {
      length++;
    }
    return length;
  }

  /** Returns whether a line begins as the one before does, so that it has a time of its own. */
  private static boolean isAnothers(HeldLine before, byte[] bytes, int from, int to, int prefix) {
    byte[] start = before.prefixFrom(prefix, TELLING);
    return start.length == TELLING
        && to - from >= TELLING
        && Arrays.equals(start, 0, TELLING, bytes, from, from + TELLING);
  }

  private static byte[] joined(byte[] first, int blanks, byte[] bytes, int from, int to) {
    int length = first.length;
    while (length > 0 && first[length - 1] == ' ') {
      length--;
    }
    byte[] joined = Arrays.copyOf(first, length + blanks + (to - from));
    Arrays.fill(joined, length, length + blanks, (byte) ' ');
    System.arraycopy(bytes, from, joined, length + blanks, to - from);
    return joined;
  }

  /** Returns whether a line begins as a report does, and does not match the rule for it. */
  private boolean incomplete(byte[] bytes, int from, int to) {
    probe.read(bytes, from, to, 0);
    if (!HeaderRules.mayOpen(probe)) {
      return false;
    }
    Optional<Header> header = HeaderRules.match(probe.text());
    return header.isEmpty() || header.get().rule().catchesAll();
  }
}
