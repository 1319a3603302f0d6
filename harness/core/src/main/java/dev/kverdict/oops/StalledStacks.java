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

  StalledStacks(List<StackLine> lines) {
    for (StackLine line : lines) {
      switch (line.kind()) {
        case MARKER -> open();
        case SECTION -> current = new ArrayList<>();
        case TRAP -> trap(line.function());
        case FRAME -> frame(line.function());
        case BACKTRACE, DOUBTFUL, AT -> {}
      }
      trapBefore = line.kind() == StackLine.Kind.TRAP;
    }
  }

  /** The frame above the first known entry, in the first stack that has one. */
  Optional<String> function() {
    for (List<String> stack : stacks) {
      for (int i = 1; i < stack.size(); i++) {
        if (FrameRules.isEntry(stack.get(i)) && !FrameRules.isEntry(stack.get(i - 1))) {
          return Optional.of(stack.get(i - 1));
        }
      }
    }
    return stacks.stream().flatMap(List::stream).filter(f -> !FrameRules.isEntry(f)).findFirst();
  }

  /** A stack begins; the registers printed right before it tell its innermost function. */
  private void open() {
    if (!trapBefore) {
      current = new ArrayList<>();
    }
    stacks.add(current);
    watcher = false;
    reporter = false;
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
    boolean gaveWay = current.isEmpty() && FrameRules.waits(function);
    reporter |= FrameRules.reports(function) || gaveWay;
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
  }

  private void add(String function) {
    if (!FrameRules.skipped(function)) {
      current.add(function);
    }
  }
}
