package dev.kverdict.oops;

import dev.kverdict.oops.StackLine.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions after which a report might as well be named. Which one names it depends on what the
 * compiler inlined, and on whom one asks which functions only help. So these are all from where the
 * kernel noticed down to the first caller that is no helper, inlined ones included. They begin
 * below what is in every report of the kind, and end above the entry into a subsystem, an interrupt
 * or another trap: those name nothing.
 *
 * @param type the report's type, which decides what a helper is
 * @param frames the frames that the unwinder vouches for, innermost first
 */
record NearFrames(CrashType type, List<Frame> frames) {

  NearFrames {
    frames = List.copyOf(frames);
  }

  /** Returns the functions, as titles name them; none if the report has no function. */
  static Set<String> of(CrashReport report) {
    String function = report.function();
    if (function == null) {
      return Set.of();
    }
    Set<String> near = new NearFrames(report.type(), stack(report, function)).around(function);
    if (report.type() == CrashType.LOCKDEP) {
      near.addAll(lockers(StackLine.read(report.text())));
    }
    return near;
  }

  /**
   * Returns who takes the lock and who took it first, as far as they are no helpers: some name a
   * report of the lock validator after the one, some after the other.
   */
  private static Set<String> lockers(List<StackLine> lines) {
    Set<String> lockers = new HashSet<>();
    for (Kind kind : List.of(Kind.AT, Kind.FRAME)) {
      lines.stream()
          .filter(line -> line.kind() == kind && !line.isInlined())
          .filter(line -> !FrameRules.skipped(line.function()))
          .findFirst()
          .ifPresent(line -> lockers.add(CrashTitle.named(Symbol.compared(line.function()))));
    }
    return lockers;
  }

  /** Returns the function in which the kernel noticed, below what reports; empty if unknown. */
  static String noticed(CrashReport report) {
    NearFrames near = new NearFrames(report.type(), report.frames());
    return report.frames().stream()
        .filter(frame -> frame.reliable() && !frame.inlined() && !near.namesNothing(frame.name()))
        .findFirst()
        .map(frame -> Symbol.folded(frame.name()))
        .orElse("");
  }

  /**
   * Returns the stack that has the function: the first one, which debug information may have
   * completed, or another one if the report is of a processor or task that shows several.
   */
  private static List<Frame> stack(CrashReport report, String function) {
    boolean several = report.type() == CrashType.LOCKUP || report.type() == CrashType.HANG;
    List<List<Frame>> stacks = new ArrayList<>(List.of(report.frames()));
    if (several) {
      stacks.addAll(stacks(StackLine.read(report.text())));
    }
    return stacks.stream()
        .map(frames -> frames.stream().filter(Frame::reliable).toList())
        .filter(frames -> indexOf(function, frames) >= 0)
        .findFirst()
        .orElse(List.of());
  }

  /** Returns the stacks in the lines of a report; registers just before one belong to it. */
  private static List<List<Frame>> stacks(List<StackLine> lines) {
    List<List<Frame>> stacks = new ArrayList<>();
    List<Frame> current = new ArrayList<>();
    boolean traps = true;
    for (StackLine line : lines) {
      Frame frame = line.frame();
      if (line.kind() == Kind.SECTION || (line.kind() == Kind.MARKER && !traps)) {
        stacks.add(current);
        current = new ArrayList<>();
        traps = true;
      } else if (frame != null && line.kind() != Kind.AT && line.kind() != Kind.HELD) {
        current.add(frame);
        traps &= line.kind() == Kind.TRAP;
      }
    }
    stacks.add(current);
    return stacks;
  }

  private Set<String> around(String function) {
    Set<String> near = new HashSet<>(Set.of(CrashTitle.named(Symbol.compared(function))));
    int at = indexOf(function, frames);
    if (at >= 0) {
      int behind = endOfGroup(at);
      frames.subList(top(at), behind).forEach(frame -> near.add(named(frame)));
      callers(behind).forEach(frame -> near.add(named(frame)));
    }
    return near;
  }

  private static int indexOf(String function, List<Frame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (Symbol.folded(frames.get(i).name()).equals(function)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the index of the first frame above this one that is not there to report. */
  private int top(int at) {
    int top = at;
    while (top > 0 && !namesNothing(frames.get(top - 1).name())) {
      top--;
    }
    return top;
  }

  /** Returns the index behind a frame and those it was inlined into. */
  private int endOfGroup(int start) {
    int last = start;
    while (last < frames.size() - 1 && frames.get(last).inlined()) {
      last++;
    }
    return last + 1;
  }

  /**
   * Returns the callers from an index on, up to and including the first that is no helper. A stall
   * has none if its function was chosen because an entry called it.
   */
  private List<Frame> callers(int start) {
    int behind = start;
    boolean found = false;
    while (!found && behind < frames.size()) {
      int next = endOfGroup(behind);
      Frame frame = frames.get(next - 1);
      String caller = frame.name();
      if (namesNothing(caller) || FrameRules.isEntry(caller)) {
        break;
      }
      behind = next;
      found = !helps(caller) && !FrameRules.inHelperFile(frame.source());
    }
    return frames.subList(start, behind);
  }

  private boolean namesNothing(String function) {
    return FrameRules.namesNothing(function)
        || (type == CrashType.LOCKDEP && FrameRules.checksLocks(function));
  }

  private boolean helps(String function) {
    return FrameRules.helps(type, function);
  }

  private static String named(Frame frame) {
    return CrashTitle.named(Symbol.compared(frame.name()));
  }
}
