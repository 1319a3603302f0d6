package dev.kverdict.oops;

import dev.kverdict.oops.StackLine.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Chooses the function that names a report. Only functions that the machine could name count: what
 * a decoder found inlined depends on the compiler.
 *
 * @param header the line that opened the report
 * @param named the function in that line, as the machine named it
 * @param stack the lines that concern its stacks
 */
record FrameChoice(Header header, Optional<String> named, List<StackLine> stack) {

  /** Called by compiled code when a function's stack canary was overwritten: kernel/panic.c. */
  private static final String CANARY_CHECK = "__stack_chk_fail";

  FrameChoice {
    Objects.requireNonNull(named, "named");
    stack = stack.stream().filter(line -> !line.isInlined()).toList();
  }

  FrameChoice(Header header, List<StackLine> stack) {
    this(header, header.function().map(Symbol::plain), stack);
  }

  /** Returns the function, if the report has one that counts. */
  Optional<String> function() {
    if (mixed()) {
      return Optional.empty();
    }
    return switch (header.family()) {
      case OOPS, TRAP -> trap();
      case WARNING -> hasTrace() && showsWhoWarned() ? trap() : Optional.empty();
      case TRACE -> hasTrace() ? traced() : guilty();
      case NOTICE, LANGUAGE, OBJECT, PROGRAM, REBOOT -> traced();
      case BARE -> firstFrom(0, this::helps).or(this::guilty);
      case LOCK -> lock(Kind.AT).or(this::guilty);
      case HELD -> lock(Kind.HELD).or(this::guilty);
      case STALL -> StalledStacks.function(stack).or(this::guilty);
      case GRACE -> StalledStacks.interrupted(stack);
      case PANIC -> panicking().or(this::guilty);
      case HANG -> sleeper().or(this::guilty);
    };
  }

  /** Returns whether the stack goes beyond what reports: if not, its rest is lost. */
  private boolean showsWhoWarned() {
    return stack.stream()
        .anyMatch(
            line ->
                line.kind() == Kind.TRAP
                    || (line.kind() == Kind.FRAME && !FrameRules.tells(line.function())));
  }

  /** Returns the function in the header unless it only helps. */
  private Optional<String> guilty() {
    return named.filter(function -> !helps(function));
  }

  private Optional<String> traced() {
    return guilty().or(() -> firstFrom(ownStack(), this::helps));
  }

  private boolean helps(String function) {
    return FrameRules.helps(header.rule().type(), function);
  }

  /** Returns where the report's own stack begins: lockdep announces it, others have only one. */
  private int ownStack() {
    int backtrace = after(0, Kind.BACKTRACE);
    return after(backtrace, Kind.MARKER);
  }

  /**
   * Returns whether another processor's stack is mixed into the report: lockdep announces its own
   * and prints none before. Without caller tags the lines cannot be distinguished.
   */
  boolean mixed() {
    int own = indexOf(0, Kind.BACKTRACE);
    int first = indexOf(0, Kind.MARKER);
    return own >= 0 && first >= 0 && first < own;
  }

  /**
   * Returns what panicked: the function whose stack canary was overwritten or, if the scheduler
   * found a broken stack, what was called on that stack.
   */
  private Optional<String> panicking() {
    int canary =
        IntStream.range(0, stack.size())
            .filter(i -> stack.get(i).function().equals(CANARY_CHECK))
            .findFirst()
            .orElse(-1);
    return canary < 0 ? StalledStacks.function(stack) : firstFrom(canary + 1, this::helps);
  }

  /** Returns what waits: the stack of a sleeping task begins in the scheduler. */
  private Optional<String> sleeper() {
    int marker = indexOf(0, Kind.MARKER);
    while (marker >= 0) {
      int frame = indexOf(marker, Kind.FRAME);
      if (frame >= 0 && FrameRules.waits(stack.get(frame).function())) {
        return firstFrom(
            frame, function -> helps(function) && FrameRules.hangsIn(function).isEmpty());
      }
      marker = indexOf(marker + 1, Kind.MARKER);
    }
    return Optional.empty();
  }

  /**
   * Returns whether reliable frames follow the first trace marker. In an overflowed stack no frame
   * is reliable. riscv has no marker between registers and frames.
   */
  boolean hasTrace() {
    int marker = indexOf(0, Kind.MARKER);
    if (marker < 0) {
      marker = indexOf(0, Kind.TRAP);
    }
    if (marker < 0) {
      return false;
    }
    int frame = indexOf(marker, Kind.FRAME);
    if (frame < 0 && header.rule().type() == CrashType.STACK) {
      frame = indexOf(marker, Kind.DOUBTFUL);
    }
    int section = indexOf(marker, Kind.SECTION);
    return frame >= 0 && (section < 0 || frame < section);
  }

  /** Returns the trapping function or, if that is a helper, the first other frame behind it. */
  private Optional<String> trap() {
    int trap = indexOf(0, Kind.TRAP);
    if (trap < 0) {
      return guilty().or(() -> firstFrom(0, this::helps));
    }
    int behind = trap;
    while (behind < stack.size() && stack.get(behind).kind() == Kind.TRAP) {
      StackLine line = stack.get(behind++);
      if (!helps(line.function()) && !line.inHelperFile()) {
        return Optional.of(line.function());
      }
    }
    return firstFrom(behind, this::helps);
  }

  private Optional<String> lock(Kind place) {
    return stack.stream()
        .filter(line -> line.kind() == place && !helps(line.function()))
        .map(StackLine::function)
        .findFirst()
        .or(() -> firstFrom(after(0, Kind.BACKTRACE), this::helps));
  }

  /**
   * Returns the first frame from an index on that is not skipped; another section ends the stack.
   * Registers within the stack name what a trap or an interrupt found, which is a frame, too.
   */
  private Optional<String> firstFrom(int start, Predicate<String> skipped) {
    boolean any = false;
    for (StackLine line : stack.subList(start, stack.size())) {
      if (line.kind() == Kind.SECTION && any) {
        return Optional.empty();
      }
      if (line.kind() == Kind.FRAME || (line.kind() == Kind.TRAP && any)) {
        any = true;
        if (!skipped.test(line.function()) && !line.inHelperFile()) {
          return Optional.of(line.function());
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the index behind the first line of a kind, or the start if there is none. */
  private int after(int start, Kind kind) {
    int index = indexOf(start, kind);
    return index < 0 ? start : index + 1;
  }

  private int indexOf(int start, Kind kind) {
    return IntStream.range(start, stack.size())
        .filter(i -> stack.get(i).kind() == kind)
        .findFirst()
        .orElse(-1);
  }
}
