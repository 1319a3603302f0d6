package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stacks of a stall, each without the interrupt that reports it: the stalled code is below the
 * interrupt's entry, or behind a trapping instruction within the stack.
 *
 * <p>What holds up a grace period of RCU was running when the timer's interrupt came: a stack
 * without that interrupt is of a task that waits, or of whoever prints the report.
 */
final class StalledStacks {

  private final List<List<String>> stacks = new ArrayList<>();
  private List<String> current = new ArrayList<>();

  /** Whether only what a timer's interrupt hit counts. */
  private final boolean timed;

  /** True behind the timer's interrupt in the current stack, or if that does not matter. */
  private boolean hit;

  private boolean trapBefore;
  private boolean watcher;
  private boolean reporter;

  /** True while the current stack only shows the code that reports. */
  private boolean reporting;

  /** True while the current stack shows nothing but the scheduler. */
  private boolean onlyScheduler;

  /** True if there is such a stack: its task was not running, or seemed not to be. */
  private boolean gaveWay;

  private StalledStacks(List<StackLine> lines, boolean timed, boolean doubtfulToo) {
    this.timed = timed;
    this.hit = !timed;
    for (StackLine line : lines) {
      switch (line.kind()) {
        case MARKER -> open();
        case SECTION -> {
          current = new ArrayList<>();
          hit = !timed;
        }
        case TRAP -> trap(line.function());
        case FRAME -> frame(line.function());
        case DOUBTFUL -> {
          if (doubtfulToo) {
            frame(line.function());
          }
        }
        case BACKTRACE, AT, HELD -> {}
      }
      trapBefore = line.kind() == StackLine.Kind.TRAP;
    }
    close();
  }

  /**
   * Returns the function that stalled. The stack of a task that runs while another processor prints
   * it may have no reliable frames; then the unreliable ones are used.
   */
  static Optional<String> function(List<StackLine> lines) {
    return function(lines, false);
  }

  /** Returns the function in whose subsystem a timer's interrupt hit. */
  static Optional<String> interrupted(List<StackLine> lines) {
    return function(lines, true);
  }

  private static Optional<String> function(List<StackLine> lines, boolean timed) {
    StalledStacks vouchedFor = new StalledStacks(lines, timed, false);
    Optional<String> function = vouchedFor.function();
    return function.isEmpty() && vouchedFor.gaveWay
        ? new StalledStacks(lines, timed, true).function()
        : function;
  }

  /** Returns the frame above the first known entry, in the first stack that has one. */
  private Optional<String> function() {
    return stacks.stream().flatMap(stack -> aboveEntry(stack).stream()).findFirst();
  }

  private static Optional<String> aboveEntry(List<String> stack) {
    Optional<String> elsewhere =
        stack.stream().filter(function -> FrameRules.stallsIn(function).isPresent()).findFirst();
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    for (int i = 1; i < stack.size(); i++) {
      if (FrameRules.isEntry(stack.get(i)) && (i == 1 || !FrameRules.isEntry(stack.get(i - 1)))) {
        return Optional.of(stack.get(i - 1));
      }
    }
    return Optional.empty();
  }

  /** Begins a stack; registers printed just before it give its innermost function. */
  private void open() {
    close();
    if (!trapBefore) {
      current = new ArrayList<>();
    }
    stacks.add(current);
    watcher = false;
    reporter = false;
    hit = !timed;
  }

  /** Ends a stack; one that was cut before the interrupt's entry does not show what stalls. */
  private void close() {
    if (reporting && aboveEntry(current).isEmpty()) {
      current.clear();
    }
    reporting = false;
    gaveWay |= onlyScheduler;
    onlyScheduler = false;
  }

  private void trap(String function) {
    if (!hit) {
      return;
    }
    if (current.stream().anyMatch(FrameRules::isEntry)) {
      current = new ArrayList<>();
    }
    if (current.isEmpty() || reporter) {
      leaveReporter();
      add(function);
    }
  }

  private void frame(String function) {
    watcher |= FrameRules.watches(function);
    // A task preempted by an interrupt stalls where the interrupt hit it.
    boolean scheduler = current.isEmpty() && FrameRules.schedules(function);
    onlyScheduler = scheduler;
    boolean reports = FrameRules.reports(function);
    reporting |= reports;
    reporter |= reports || scheduler;
    if (!hit) {
      hit = FrameRules.entersFromTimer(function);
    } else if (watcher) {
      current.clear();
    } else if (FrameRules.entersFromInterrupt(function)
        && (reporter || aboveEntry(current).isEmpty())) {
      leaveReporter();
    } else {
      add(function);
    }
    if (FrameRules.isBottom(function)) {
      open();
    }
  }

  /**
   * Drops the frames of the reporting interrupt, or of one that only counts time; any other
   * interrupt may be what stalls.
   */
  private void leaveReporter() {
    current.clear();
    reporter = false;
    reporting = false;
  }

  private void add(String function) {
    if (!FrameRules.skipped(function)) {
      current.add(function);
    }
  }
}
