package dev.kverdict.oops;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the first line of a report that a mail program or a terminal has wrapped. Only a line that
 * says nothing without the next one is joined to it.
 */
final class Rewrap implements LogLines.Sink {

  /** Shorter lines are not wrapped anywhere. */
  private static final int SHORTEST = 20;

  /** Nor is one whose next word would have had room: nobody wraps at fewer columns. */
  private static final int WIDTH = 64;

  private final LogLines.Sink sink;
  private final KernelLine probe = new KernelLine();
  private @Nullable HeldLine waiting;

  Rewrap(LogLines.Sink sink) {
    this.sink = sink;
  }

  @Override
  public void line(byte[] bytes, int from, int to, long offset, boolean prefixed) {
    HeldLine first = waiting;
    if (first != null) {
      waiting = null;
      byte[] joined = joined(first.bytes(), bytes, from, to);
      if (!prefixed && joined.length > 0) {
        first.replacedBy(joined, sink);
        return;
      }
      first.passTo(sink, 0, first.prefixed());
    }
    if (to - from >= SHORTEST && incomplete(bytes, from, to)) {
      waiting = new HeldLine(bytes, from, to, offset, prefixed);
    } else {
      sink.line(bytes, from, to, offset, prefixed);
    }
  }

  /** Ends the log. */
  void end() {
    HeldLine first = waiting;
    waiting = null;
    if (first != null) {
      first.passTo(sink, 0, first.prefixed());
    }
  }

  /** Returns both lines as one, or an empty array if they do not belong together. */
  private byte[] joined(byte[] first, byte[] bytes, int from, int to) {
    int word = from;
    while (word < to && bytes[word] != ' ') {
      word++;
    }
    if (word == from
        || first.length + 1 + (word - from) < WIDTH
        || probe.readStamp(bytes, from, to)) {
      return new byte[0];
    }
    for (int blanks = 1; blanks >= 0; blanks--) { // a terminal breaks words, too
      byte[] joined = Arrays.copyOf(first, first.length + blanks + (to - from));
      Arrays.fill(joined, first.length, first.length + blanks, (byte) ' ');
      System.arraycopy(bytes, from, joined, first.length + blanks, to - from);
      if (!incomplete(joined, 0, joined.length)) {
        return joined;
      }
    }
    return new byte[0];
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
