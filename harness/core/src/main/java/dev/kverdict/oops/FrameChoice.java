package dev.kverdict.oops;

import dev.kverdict.oops.StackLine.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Chooses the function after which a report is named. */
final class FrameChoice {

  private final Header header;
  private final List<StackLine> stack;

  FrameChoice(Header header, List<StackLine> stack) {
    this.header = header;
    this.stack = List.copyOf(stack);
  }

  /** The function, if the report has one that counts. */
  Optional<String> function() {
    Optional<String> found =
        switch (header.family()) {
          case OOPS, TRAP, WARNING -> trap();
          case TRACE, NOTICE -> firstFrom(after(0, Kind.MARKER), FrameRules::skipped);
          case BARE -> firstFrom(0, FrameRules::skipped);
          case LOCK -> lock();
          case STALL, PANIC -> new StalledStacks(stack).function();
          case HANG ->
              firstFrom(after(0, Kind.MARKER), f -> FrameRules.skipped(f) || FrameRules.waits(f));
        };
    return found.or(() -> header.function().map(Symbol::plain));
  }

  /** Whether the first trace marker is followed by frames that the unwinder vouches for. */
  boolean hasTrace() {
    int marker = indexOf(0, Kind.MARKER);
    int frame = marker < 0 ? -1 : indexOf(marker, Kind.FRAME);
    int section = marker < 0 ? -1 : indexOf(marker, Kind.SECTION);
    return frame >= 0 && (section < 0 || frame < section);
  }

  /** The trapping function; where that is a helper, the first other frame behind it. */
  private Optional<String> trap() {
    int trap = indexOf(0, Kind.TRAP);
    Optional<String> function =
        trap >= 0 ? Optional.of(stack.get(trap).function()) : header.function().map(Symbol::plain);
    return function
        .filter(f -> !FrameRules.skipped(f))
        .or(() -> firstFrom(trap + 1, FrameRules::skipped));
  }

  private Optional<String> lock() {
    return stack.stream()
        .filter(line -> line.kind() == Kind.AT && !FrameRules.skipped(line.function()))
        .map(StackLine::function)
        .findFirst()
        .or(() -> firstFrom(after(0, Kind.BACKTRACE), FrameRules::skipped));
  }

  /** The first frame from an index on that is not skipped; another section ends the stack. */
  private Optional<String> firstFrom(int start, Predicate<String> skipped) {
    boolean any = false;
    for (StackLine line : stack.subList(start, stack.size())) {
      if (line.kind() == Kind.SECTION && any) {
        return Optional.empty();
      }
      if (line.kind() == Kind.FRAME) {
        any = true;
        if (!skipped.test(line.function())) {
          return Optional.of(line.function());
        }
      }
    }
    return Optional.empty();
  }

  /** The index behind the first line of a kind, or the start where there is none. */
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
