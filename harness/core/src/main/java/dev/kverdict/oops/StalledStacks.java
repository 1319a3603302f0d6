package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stacks of a stall, each without the interrupt that reports it: the stalled code is what lies
 * below the interrupt's entry, or behind a trapping instruction within the stack.
 */
final class StalledStacks {

  private final List<List<String>> stacks = new ArrayList<>();
  private List<String> current = new ArrayList<>();
  private boolean trapBefore;
  private boolean watcher;
  private boolean reporter;

  /** Whether the current stack is so far only that of the code that reports. */
  private boolean reporting;

  /** Whether a task's stack was printed that was not running at that moment, or seemed so. */
  private boolean gaveWay;

  private StalledStacks(List<StackLine> lines, boolean doubtfulToo) {
    for (StackLine line : lines) {
      switch (line.kind()) {
        case MARKER -> open();
        case SECTION -> current = new ArrayList<>();
        case TRAP -> trap(line.function());
        case FRAME -> frame(line.function());
        case DOUBTFUL -> {
          if (doubtfulToo) {
            frame(line.function());
          }
        }
        case BACKTRACE, AT -> {}
      }
      trapBefore = line.kind() == StackLine.Kind.TRAP;
    }
    close();
  }

  /**
   * The function that stalled. The stack of a task that runs while another processor prints it can
   * hold nothing that the unwinder vouches for; then what it doubts is all there is.
   */
  static Optional<String> function(List<StackLine> lines) {
    StalledStacks vouchedFor = new StalledStacks(lines, false);
    Optional<String> function = vouchedFor.function();
    return function.isEmpty() && vouchedFor.gaveWay
        ? new StalledStacks(lines, true).function()
        : function;
  }

  /** The frame above the first known entry, in the first stack that has one. */
  private Optional<String> function() {
    return stacks.stream()
        .flatMap(stack -> aboveEntry(stack).stream())
        .findFirst()
        .or(() -> stacks.stream().flatMap(List::stream).filter(this::ordinary).findFirst());
  }

  private static Optional<String> aboveEntry(List<String> stack) {
    for (int i = 1; i < stack.size(); i++) {
      if (FrameRules.isEntry(stack.get(i)) && !FrameRules.isEntry(stack.get(i - 1))) {
        return Optional.of(stack.get(i - 1));
      }
    }
    return Optional.empty();
  }

  private boolean ordinary(String function) {
    return !FrameRules.isEntry(function)
        && !FrameRules.entersFromInterrupt(function)
        && !(gaveWay && FrameRules.waits(function));
  }

  /** A stack begins; the registers printed right before it tell its innermost function. */
  private void open() {
    close();
    if (!trapBefore) {
      current = new ArrayList<>();
    }
    stacks.add(current);
    watcher = false;
    reporter = false;
  }

  /** A stack that was cut before the interrupt's entry says nothing of what stalls. */
  private void close() {
    if (reporting && aboveEntry(current).isEmpty()) {
      current.clear();
    }
    reporting = false;
  }

  private void trap(String function) {
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
    // A task that an interrupt made give way stalls where the interrupt found it.
    boolean scheduler = current.isEmpty() && FrameRules.waits(function);
    gaveWay |= scheduler;
    boolean reports = FrameRules.reports(function);
    reporting |= reports;
    reporter |= reports || scheduler;
    if (watcher) {
      current.clear();
    } else if (reporter && FrameRules.entersFromInterrupt(function)) {
      leaveReporter();
    } else {
      add(function);
    }
  }

  /** What came so far was the interrupt's; an interrupt that does not report may be what stalls. */
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
