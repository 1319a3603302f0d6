package dev.kverdict.oops;

import dev.kverdict.oops.StackLine.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines in which scripts/decode_stacktrace.sh has replaced the offset in a function by places in
 * the source: {@code f (fs/a.h:7 fs/a.c:12) ocfs2}. Of several, only the last is in the function
 * itself; the others are of functions inlined there, whose names it omits.
 */
final class DecodedLine {

  private static final String DISCRIMINATOR = "(?: \\(discriminator \\d+\\))?";

  private static final String PLACE = "[^\\s()]+\\.[A-Za-z]+:[\\d?]+";

  private static final String FUNCTION =
      "\\.?(?<function>[A-Za-z_][\\w.$:]*) \\((?:"
          + PLACE
          + DISCRIMINATOR
          + " )*(?<source>"
          + PLACE
          + ")"
          + DISCRIMINATOR
          + "\\)(?: (?<module>[A-Za-z_][\\w-]*))?\\s*(?:\\([A-Z]+\\)\\s*)?";

  private static final Pattern FRAME = Pattern.compile("\\s*(?<doubt>\\?\\s+)?" + FUNCTION);

  private static final Pattern TRAP =
      Pattern.compile("(?:RIP: 0010:|EIP: (?:0060:)?|E?IP: |pc : |PC is at |epc : )" + FUNCTION);

  private static final Pattern AT = Pattern.compile("(?<held> *#\\d+: )?.*\\bat: " + FUNCTION);

  private DecodedLine() {}

  /**
   * Returns what a line says about the stack, or null if it is none of these.
   *
   * @param atFollows whether the line before it announces the place of a lock
   */
  static @Nullable StackLine read(String line, boolean atFollows) {
    if (!line.contains(" (")) {
      return null;
    }
    Matcher frame = FRAME.matcher(line);
    if (frame.matches()) {
      boolean reliable = frame.group("doubt") == null;
      Kind kind = atFollows ? Kind.AT : reliable ? Kind.FRAME : Kind.DOUBTFUL;
      return new StackLine(kind, place(frame, false, reliable));
    }
    Matcher trap = TRAP.matcher(line);
    if (trap.matches()) {
      return new StackLine(Kind.TRAP, place(trap, true, true));
    }
    Matcher at = AT.matcher(line);
    if (!at.matches()) {
      return null;
    }
    Kind kind = at.group("held") == null ? Kind.AT : Kind.HELD;
    return new StackLine(kind, place(at, true, true));
  }

  private static Frame place(Matcher line, boolean exact, boolean reliable) {
    return new Frame(
        line.group("function"),
        Frame.UNKNOWN,
        Frame.UNKNOWN,
        line.group("module"),
        exact,
        reliable,
        false,
        line.group("source"));
  }

  /** Returns whether a line is a frame in this form, reliable or not. */
  static boolean isFrame(String line) {
    return line.contains(" (") && FRAME.matcher(line).matches();
  }
}
