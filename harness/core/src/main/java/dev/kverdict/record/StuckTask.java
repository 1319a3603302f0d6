package dev.kverdict.record;

import java.util.List;
import java.util.Objects;

/**
 * A task that outlived its time limit.
 *
 * @param name the command's name
 * @param state the state letter of {@code /proc/PID/stat}: {@code D} is uninterruptible sleep
 * @param survivedKill whether it still existed some time after SIGKILL
 * @param stack the kernel stack of {@code /proc/PID/stack}, innermost frame first
 */
public record StuckTask(String name, String state, boolean survivedKill, List<String> stack) {

  public StuckTask {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    stack = List.copyOf(stack);
  }
}
