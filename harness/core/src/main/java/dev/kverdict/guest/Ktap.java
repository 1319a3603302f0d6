package dev.kverdict.guest;

import dev.kverdict.record.StepResult;
import dev.kverdict.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a program's steps from its standard output: the plan and the result lines of KTAP at the
 * top level (the kernel's Documentation/dev-tools/ktap.rst), with {@code # errno=N} as the reason
 * of a failure. Other output is ignored. Parsed without regular expressions: a hostile line must
 * not cost more time than its length.
 */
final class Ktap {

  private static final int MAX_STEPS = 1000;
  private static final int MAX_LINE = 4096;
  private static final int MAX_NAME = 120;
  private static final String ERRNO = "errno=";

  private final StringBuilder pending = new StringBuilder();
  private final List<StepResult> steps = new ArrayList<>();
  private OptionalInt planned = OptionalInt.empty();
  private boolean tooLong;

  /** Takes the next piece of output, cut anywhere. */
  void accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (!tooLong) {
          line(pending.toString());
        }
        pending.setLength(0);
        tooLong = false;
      } else if (pending.length() < MAX_LINE) {
        pending.append(c);
      } else {
        tooLong = true;
      }
    }
  }

  /** Returns the steps so far, in the order printed. An unfinished line does not count yet. */
  List<StepResult> steps() {
    return List.copyOf(steps);
  }

  /** Returns the number of steps the program announced, if it did. */
  OptionalInt planned() {
    return planned;
  }

  private void line(String raw) {
    String line = raw.stripTrailing();
    if (line.startsWith("1..")) {
      if (planned.isEmpty()) {
        planned = number(line.substring(3));
      }
      return;
    }
    boolean ok = line.startsWith("ok ");
    if ((!ok && !line.startsWith("not ok ")) || steps.size() == MAX_STEPS) {
      return;
    }
    String rest = line.substring(ok ? 3 : 7).stripLeading();
    int digits = 0;
    while (digits < rest.length() && isDigit(rest.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || (digits < rest.length() && !isBlank(rest.charAt(digits)))) {
      return;
    }
    result(ok, rest.substring(digits).strip());
  }

  /** Parses what follows the number: {@code - NAME # COMMENT}, each part optional. */
  private void result(boolean ok, String text) {
    int hash = text.indexOf('#');
    String name = (hash < 0 ? text : text.substring(0, hash)).strip();
    String comment = hash < 0 ? "" : text.substring(hash + 1).strip();
    if (name.startsWith("-")) {
      name = name.substring(1).strip();
    }
    // A skipped step did not do its work, even if its line begins with ok.
    boolean done = ok && !comment.regionMatches(true, 0, "SKIP", 0, 4);
    // Names end up in reports and on terminals.
    String shown = Printable.ascii(name.substring(0, Math.min(name.length(), MAX_NAME)));
    steps.add(new StepResult(shown, done, ok ? null : errno(comment)));
  }

  private static @Nullable String errno(String comment) {
    for (int at = comment.indexOf(ERRNO); at >= 0; at = comment.indexOf(ERRNO, at + 1)) {
      if (at == 0 || isBlank(comment.charAt(at - 1))) {
        int start = at + ERRNO.length();
        int end = start;
        while (end < comment.length() && end < start + 32 && isNameChar(comment.charAt(end))) {
          end++;
        }
        return Errno.name(comment.substring(start, end));
      }
    }
    return null;
  }

  private static OptionalInt number(String text) {
    int end = 0;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    boolean whole = end == text.length() || isBlank(text.charAt(end));
    return end == 0 || end > 6 || !whole
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text.substring(0, end)));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isNameChar(char c) {
    return isDigit(c) || (c >= 'A' && c <= 'Z');
  }
}
