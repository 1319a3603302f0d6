package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a report that says something about a stack.
 *
 * @param kind what it says
 * @param function the function it names without compiler suffixes, or empty
 */
record StackLine(Kind kind, String function) {

  /** What a line says about a stack. */
  enum Kind {
    /** A stack follows. */
    MARKER,
    /** Lockdep's own stack follows, after the chains of locks. */
    BACKTRACE,
    /** The trapping instruction, in the kernel. */
    TRAP,
    /** A frame. */
    FRAME,
    /** A frame the unwinder does not vouch for. */
    DOUBTFUL,
    /** Where a lock was taken or given back. */
    AT,
    /** Something else begins. */
    SECTION
  }

  private static final String SYMBOL = "([A-Za-z_][\\w.$]*)\\+0x[0-9a-f]+";
  private static final String ADDRESS = "(?:\\[<?[0-9a-fx]+>?\\]\\s*)";

  private static final Pattern MARKER_LINE =
      Pattern.compile("\\s*(?:Call [Tt]race|Backtrace|backtrace):.*");
  private static final Pattern TRAP_LINE =
      Pattern.compile(
          "\\s*(?:E?R?IP|NIP|epc|pc|PC is at)\\s?:?\\s*(?:[0-9a-f]{4}:)?\\s*"
              + ADDRESS
              + "*"
              + SYMBOL
              + ".*");
  private static final Pattern FRAME_LINE =
      Pattern.compile("\\s*" + ADDRESS + "*(\\?\\s+)?" + SYMBOL + "/0x[0-9a-f]+.*");

  /** 32-bit ARM: {@code [<80c1e5e8>] (schedule) from [<80c1eb20>] (io_schedule+0x48/0x6c)}. */
  private static final Pattern ARM_FRAME_LINE =
      Pattern.compile("\\s*" + ADDRESS + "\\(([A-Za-z_]\\w*)\\) from .*");

  private static final Pattern AT_LINE =
      Pattern.compile(".*\\bat: " + ADDRESS + "?" + SYMBOL + ".*");

  /** Reads the stacks of a report. */
  static List<StackLine> read(List<String> lines) {
    List<StackLine> stack = new ArrayList<>();
    boolean atFollows = false;
    for (String line : lines) {
      StackLine read = read(line, atFollows);
      if (read != null) {
        stack.add(read);
      }
      atFollows = line.endsWith(" at:");
    }
    return stack;
  }

  private static @Nullable StackLine read(String line, boolean atFollows) {
    Matcher frame = FRAME_LINE.matcher(line);
    if (frame.matches()) {
      Kind kind = atFollows ? Kind.AT : frame.group(1) == null ? Kind.FRAME : Kind.DOUBTFUL;
      return new StackLine(kind, Symbol.plain(frame.group(2)));
    }
    Matcher armFrame = ARM_FRAME_LINE.matcher(line);
    if (armFrame.matches()) {
      return new StackLine(Kind.FRAME, armFrame.group(1));
    }
    if (isMarker(line)) {
      return new StackLine(Kind.MARKER, "");
    }
    if (line.startsWith("stack backtrace:")) {
      return new StackLine(Kind.BACKTRACE, "");
    }
    Matcher trap = TRAP_LINE.matcher(line);
    if (trap.matches()) {
      return new StackLine(Kind.TRAP, Symbol.plain(trap.group(1)));
    }
    Matcher at = AT_LINE.matcher(line);
    if (at.matches()) {
      return new StackLine(Kind.AT, Symbol.plain(at.group(1)));
    }
    return FrameRules.opensSection(line) ? new StackLine(Kind.SECTION, "") : null;
  }

  /** Whether a line announces a stack. */
  static boolean isMarker(String line) {
    return MARKER_LINE.matcher(line).matches();
  }

  /** Whether a line is a frame, doubtful or not. */
  static boolean isFrame(String line) {
    return FRAME_LINE.matcher(line).matches();
  }
}
