package dev.kverdict.witness;

import dev.kverdict.oops.ConsoleLines;
import dev.kverdict.oops.KernelLine;
import dev.kverdict.oops.KernelLines;
import dev.kverdict.patch.Tripwire;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The other notable lines of a console: complaints, and the agent's marks. Memory is bounded
 * whatever the guest prints.
 *
 * @param findings the complaints, the first of each kind and title, in order
 * @param marks the marks, in order
 * @param tripped how often the tripwire fired: a condition held that a patch no longer asserts
 */
public record ConsoleNotes(List<ConsoleFinding> findings, List<ConsoleMark> marks, int tripped) {

  /** Most complaints kept of one console. */
  public static final int MAX_FINDINGS = 500;

  private static final int MAX_MARKS = 256;

  private static final Pattern MARK = Pattern.compile("kverdict: mark (\\d{1,6})");

  /**
   * A mark.
   *
   * @param number its number
   * @param offset where its line starts, in bytes from the start of the console
   */
  public record ConsoleMark(int number, long offset) {}

  public ConsoleNotes {
    findings = List.copyOf(findings);
    marks = List.copyOf(marks);
  }

  /**
   * Reads a console to its end.
   *
   * @throws IOException if the stream fails
   */
  public static ConsoleNotes readAll(InputStream console) throws IOException {
    List<ConsoleFinding> findings = new ArrayList<>();
    List<ConsoleMark> marks = new ArrayList<>();
    AtomicInteger tripped = new AtomicInteger();
    new ConsoleLines(new KernelLines(line -> note(line, findings, marks, tripped)))
        .readAll(console);
    return new ConsoleNotes(findings, marks, tripped.get());
  }

  private static void note(
      KernelLine line,
      List<ConsoleFinding> findings,
      List<ConsoleMark> marks,
      AtomicInteger tripped) {
    String text = line.text();
    Matcher mark = MARK.matcher(text);
    if (mark.matches()) {
      if (marks.size() < MAX_MARKS) {
        marks.add(new ConsoleMark(Integer.parseInt(mark.group(1)), line.offset()));
      }
    } else if (text.equals(Tripwire.MESSAGE)) {
      tripped.incrementAndGet();
    } else if (findings.size() < MAX_FINDINGS) {
      ConsoleRules.match(text, line.offset())
          .map(ConsoleRules.Match::finding)
          // Only the first of each kind between two marks, so that a flood of one complaint does
          // not
          // hide another.
          .filter(
              found ->
                  findings.stream()
                      .filter(known -> known.offset() > lastOf(marks))
                      .noneMatch(known -> same(known, found)))
          .ifPresent(findings::add);
    }
  }

  private static long lastOf(List<ConsoleMark> marks) {
    return marks.isEmpty() ? -1 : marks.get(marks.size() - 1).offset();
  }

  private static boolean same(ConsoleFinding one, ConsoleFinding other) {
    return one.kind() == other.kind() && one.title().equals(other.title());
  }
}
