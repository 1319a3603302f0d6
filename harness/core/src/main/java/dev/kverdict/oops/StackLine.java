package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a report that concerns a stack.
 *
 * @param kind what it says about the stack
 * @param frame the place in it; null for a marker and a section
 */
record StackLine(Kind kind, @Nullable Frame frame) {

  /** The meanings of a line for a stack. */
  enum Kind {
    /** A stack follows. */
    MARKER,
    /** Lockdep's own stack follows, after the chains of locks. */
    BACKTRACE,
    /** The trapping instruction, in the kernel. */
    TRAP,
    /** A frame. */
    FRAME,
    /** A frame that the unwinder marks as unreliable. */
    DOUBTFUL,
    /** The place where a lock was taken or released. */
    AT,
    /** The place where a lock was taken that the task holds. */
    HELD,
    /** The beginning of something else. */
    SECTION
  }

  /** Old decoders print {@code none} if the function is the frame's own. */
  private static final String ADDRESS = "(?:\\(?\\[<?(?:[0-9a-fx]+|\\s*none\\s*)>?\\]\\s*)";

  /** ppc64's first ABI puts a dot before the names of functions. */
  private static final String NAME =
      "\\.?(?<function>[A-Za-z_][\\w.$]*)\\+0x(?<offset>[0-9a-f]{1,8})";

  private static final String SIZE = "/0x(?<size>[0-9a-f]{1,8})";

  /** A build-id may follow the module's name. */
  private static final String MODULE = "(?: \\[(?<module>[A-Za-z_][\\w-]*)(?: [0-9a-f]{20,})?\\])?";

  /** {@code name+0x1f/0x90 [module]}; some kernels omit the size. */
  private static final String PLACE = NAME + "(?:" + SIZE + ")?" + MODULE;

  /** The place that scripts/decode_stacktrace.sh and its like add to a frame. */
  private static final String DECODED = "(?:\\s+(?<source>\\S+\\.[a-zA-Z]+:\\d+))?";

  /** A line in which a decoder has looked up a place: {@code f+0x1/0x2 file:line}, inlined ones. */
  private static final Pattern DECODED_LINE =
      Pattern.compile(
          ".*(?:\\+0x[0-9a-f]{1,8}/0x[0-9a-f]{1,8}(?: \\[[\\w-]+\\])?\\s+\\S+\\.[a-zA-Z]+:\\d+"
              + "|:\\d+\\s+\\[inline\\]| \\(\\S+\\.[a-zA-Z]+:\\d+).*");

  private static final Pattern MARKER_LINE =
      Pattern.compile(
          "\\s*(?:[0-9a-f]{16}\\s*)*(?:Call [Tt]race|Backtrace|backtrace(?: \\(crc [0-9a-f]+\\))?)"
              + "\\s*:.*");

  private static final Pattern TRAP_LINE =
      Pattern.compile(
          "\\s*(?:E?R?IP|EIP is at|NIP|epc|ERA|pc|PC is at|Krnl PSW)\\s*:?\\s*(?:[0-9a-f]{4}:)?"
              + "\\s*(?:(?:[0-9a-f]{8}|[0-9a-f]{16})\\s+)*\\(?"
              + ADDRESS
              + "*"
              + PLACE
              + DECODED
              + ".*");

  /** Before 4.10, marks the beginning of another stack within a frame's line: {@code <EOI>}. */
  private static final String OTHER_STACK =
      "(?:<{1,2}[#/A-Z]{2,6}>{1,2}\\s+(?:\\[\\s*\\d+\\.\\d{6}\\]\\s+)?)*";

  private static final Pattern FRAME_LINE =
      Pattern.compile(
          "\\s*"
              + OTHER_STACK
              + ADDRESS
              + "*(?<doubt>\\?\\s+)?"
              + NAME
              + SIZE
              + MODULE
              + DECODED
              + "(?<doubtAfter> \\(unreliable\\))?.*");

  private static final String INLINED = "(?<function>[A-Za-z_][\\w.]*)\\s+(?<source>\\S+:\\d+)";

  /** A frame that a decoder found inlined: {@code name file:line [inline]}. */
  private static final Pattern INLINE_LINE =
      Pattern.compile("\\s*" + ADDRESS + "*(?<doubt>\\?\\s+)?" + INLINED + "\\s+\\[inline\\].*");

  /** The form of older decoders: {@code [< inline >] name file:line}. */
  private static final Pattern OLD_INLINE_LINE =
      Pattern.compile("\\s*\\[<\\s+inline\\s+>\\]\\s+(?<doubt>\\?\\s+)?" + INLINED + ".*");

  private static final String TRAPPED = "(?:RIP: 0010:|EIP: (?:0060:)?|pc : )";

  /** A trapping instruction that is inlined: {@code RIP: 0010:name file:line [inline]}. */
  private static final Pattern INLINE_TRAP_LINE =
      Pattern.compile(TRAPPED + INLINED + "\\s+\\[inline\\].*");

  /** The form of older decoders: {@code RIP: 0010:[<f1>] [< inline >] name file:line}. */
  private static final Pattern OLD_INLINE_TRAP_LINE =
      Pattern.compile(TRAPPED + ADDRESS + "*\\s*\\[<\\s+inline\\s+>\\]\\s+" + INLINED + ".*");

  /** In a module, and with its offset in kernels before 3.2. */
  private static final String ARM_FUNCTION =
      "(?<function>[A-Za-z_][\\w.]*)(?:\\+0x[0-9a-f]+/0x[0-9a-f]+)?(?: \\[[\\w-]+\\])?";

  /** 32-bit ARM: {@code [<80c1e5e8>] (schedule) from [<80c1eb20>] (io_schedule+0x48/0x6c)}. */
  private static final Pattern ARM_FRAME_LINE =
      Pattern.compile(
          "\\s*"
              + ADDRESS
              + "\\("
              + ARM_FUNCTION
              + "\\) from "
              + ADDRESS
              + "\\((?<caller>[A-Za-z_][\\w.]*).*");

  /**
   * 32-bit ARM since 5.19: {@code schedule from io_schedule+0x48/0x6c}; a decoder puts the caller's
   * place in brackets, and leaves those of the function in older kernels.
   */
  private static final Pattern NEW_ARM_FRAME_LINE =
      Pattern.compile(
          "\\s*\\(?"
              + ARM_FUNCTION
              + "\\)? from "
              + "(?<caller>[A-Za-z_][\\w.]*)(?:\\+0x[0-9a-f]+/| \\([^\\s()]+:[\\d?]+).*");

  private static final Pattern AT_LINE =
      Pattern.compile("(?<held> *#\\d+: )?.*\\bat: " + ADDRESS + "?" + PLACE + ".*");

  StackLine {
    boolean names = kind != Kind.MARKER && kind != Kind.BACKTRACE && kind != Kind.SECTION;
    if (names != (frame != null)) {
      throw new IllegalArgumentException(kind + " with frame " + frame);
    }
  }

  /** Returns the function in it, without compiler suffixes, or empty. */
  String function() {
    return frame == null ? "" : frame.name();
  }

  /** Reads the stacks of a report. */
  static List<StackLine> read(List<String> lines) {
    List<StackLine> stack = new ArrayList<>();
    boolean atFollows = false;
    for (String line : lines) {
      StackLine read = read(line, atFollows);
      if (atFollows && read != null && read.isInlined()) {
        continue; // a decoder prints inlined functions before the place itself
      }
      if (read != null) {
        if (read.fromArm() && !follows(stack)) {
          stack.add(new StackLine(Kind.MARKER, null));
        }
        stack.add(read);
        String outermost = read.fromArm() ? armBottom(line) : "";
        if (!outermost.isEmpty()) {
          stack.add(new StackLine(Kind.FRAME, bare(outermost, true, false, null)));
        }
      }
      atFollows = line.endsWith(" at:");
    }
    return stack;
  }

  /**
   * Returns the outermost frame if a line of 32-bit ARM names it as a caller; it has no own line,
   * nor has always the entry from an interrupt.
   */
  private static String armBottom(String line) {
    for (Pattern form : armForms(line)) {
      Matcher arm = form.matcher(line);
      if (arm.matches()) {
        String caller = Symbol.plain(arm.group("caller"));
        boolean last = FrameRules.isBottom(caller) || FrameRules.entersFromTimer(caller);
        return last ? caller : "";
      }
    }
    return "";
  }

  /** Returns the forms that a line of 32-bit ARM's unwinder may have: cheap, mostly none. */
  private static List<Pattern> armForms(String line) {
    return line.contains(" from ") ? List.of(ARM_FRAME_LINE, NEW_ARM_FRAME_LINE) : List.of();
  }

  /** Returns whether a decoder found it in a file of helpers. */
  boolean inHelperFile() {
    return frame != null && FrameRules.inHelperFile(frame.source());
  }

  /** Returns whether this is a function's own frame, not that of one inlined into it. */
  boolean isMachines(String function) {
    return !isInlined() && function().equals(function);
  }

  /** Returns whether a decoder found the place inlined. */
  boolean isInlined() {
    return frame != null && frame.inlined();
  }

  /** Returns whether this is from 32-bit ARM's unwinder, whose first frame is the marker. */
  private boolean fromArm() {
    return kind == Kind.FRAME
        && frame != null
        && frame.offset() == Frame.UNKNOWN
        && frame.source() == null;
  }

  /** Returns whether the next frame belongs to a stack that has begun. */
  private static boolean follows(List<StackLine> stack) {
    Kind last = stack.isEmpty() ? Kind.SECTION : stack.get(stack.size() - 1).kind();
    return last == Kind.MARKER || last == Kind.FRAME || last == Kind.DOUBTFUL;
  }

  private static @Nullable StackLine read(String line, boolean atFollows) {
    Matcher frame = FRAME_LINE.matcher(line);
    if (frame.matches()) {
      boolean reliable = frame.group("doubt") == null && frame.group("doubtAfter") == null;
      Kind kind = atFollows ? Kind.AT : reliable ? Kind.FRAME : Kind.DOUBTFUL;
      return new StackLine(kind, place(frame, false, reliable).at(frame.group("source")));
    }
    for (Pattern form : armForms(line)) {
      Matcher arm = form.matcher(line);
      if (arm.matches()) {
        return new StackLine(Kind.FRAME, bare(arm.group("function"), true, false, null));
      }
    }
    StackLine decoded = DecodedLine.read(line, atFollows);
    if (decoded != null) {
      return decoded;
    }
    if (isMarker(line)) {
      return new StackLine(Kind.MARKER, null);
    }
    if (line.startsWith("stack backtrace:")) {
      return new StackLine(Kind.BACKTRACE, null);
    }
    Matcher trap = TRAP_LINE.matcher(line);
    if (trap.matches()) {
      return new StackLine(Kind.TRAP, place(trap, true, true).at(trap.group("source")));
    }
    Matcher at = AT_LINE.matcher(line);
    if (line.contains("at: ") && at.matches()) {
      Kind kind = at.group("held") == null ? Kind.AT : Kind.HELD;
      return new StackLine(kind, place(at, true, true));
    }
    for (Pattern form : List.of(INLINE_LINE, OLD_INLINE_LINE)) {
      Matcher inline = form.matcher(line);
      if (inline.matches()) {
        boolean reliable = inline.group("doubt") == null;
        return new StackLine(
            reliable ? Kind.FRAME : Kind.DOUBTFUL,
            bare(inline.group("function"), reliable, true, inline.group("source")));
      }
    }
    for (Pattern form : List.of(INLINE_TRAP_LINE, OLD_INLINE_TRAP_LINE)) {
      Matcher inline = form.matcher(line);
      if (inline.matches()) {
        String source = inline.group("source");
        return new StackLine(Kind.TRAP, bare(inline.group("function"), true, true, source));
      }
    }
    return FrameRules.opensSection(line) ? new StackLine(Kind.SECTION, null) : null;
  }

  private static Frame place(Matcher line, boolean exact, boolean reliable) {
    String size = line.group("size");
    return new Frame(
        line.group("function"),
        Long.parseLong(line.group("offset"), 16),
        size == null ? Frame.UNKNOWN : Long.parseLong(size, 16),
        line.group("module"),
        exact,
        reliable,
        false,
        null);
  }

  private static Frame bare(
      String function, boolean reliable, boolean inlined, @Nullable String source) {
    return new Frame(
        function, Frame.UNKNOWN, Frame.UNKNOWN, null, false, reliable, inlined, source);
  }

  /** Returns whether a line announces a stack. */
  static boolean isMarker(String line) {
    return MARKER_LINE.matcher(line).matches();
  }

  /** Returns whether a decoder has processed a line. */
  static boolean wasDecoded(String line) {
    return DECODED_LINE.matcher(line).matches();
  }

  /** Returns whether a line is a frame, reliable or not. */
  static boolean isFrame(String line) {
    return FRAME_LINE.matcher(line).matches()
        || armForms(line).stream().anyMatch(form -> form.matcher(line).matches())
        || DecodedLine.isFrame(line);
  }
}
