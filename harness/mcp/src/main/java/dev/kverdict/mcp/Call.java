package dev.kverdict.mcp;

import dev.kverdict.InfraError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A tool call under way: its progress, and whether the agent still wants the answer. */
final class Call {

  private final List<Runnable> ends = new ArrayList<>();
  private BiConsumer<Integer, String> progress = (steps, message) -> {};
  private int steps;
  private boolean cancelled;

  /** Sets who is told of progress: the number of steps so far, and the last one in words. */
  synchronized void tells(BiConsumer<Integer, String> listener) {
    progress = listener;
  }

  /** Reports a step. Agents that asked for it see it at once. */
  synchronized void step(String message) {
    progress.accept(++steps, message);
  }

  /** Has something done when the call is cancelled; at once if it has been. */
  void whenCancelled(Runnable end) {
    synchronized (this) {
      if (!cancelled) {
        ends.add(end);
        return;
      }
    }
    end.run();
  }

  /**
   * Does nothing as long as the agent waits for the answer.
   *
   * @throws InfraError if the call was cancelled
   */
  synchronized void requireWanted() {
    if (cancelled) {
      throw new InfraError("cancelled");
    }
  }

  /** The agent does not want the answer any more. */
  void cancel() {
    List<Runnable> now;
    synchronized (this) {
      cancelled = true;
      now = List.copyOf(ends);
      ends.clear();
    }
    now.forEach(Runnable::run);
  }
}
