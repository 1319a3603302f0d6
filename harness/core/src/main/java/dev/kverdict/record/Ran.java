package dev.kverdict.record;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How long a program ran that declares no steps, and what it did meanwhile.
 *
 * @param millis wall-clock time in ms from its start until it failed or ended
 * @param alone whether it ended by itself
 * @param processes processes and threads started in the guest meanwhile, as last reported
 * @param mounted types of the file systems mounted meanwhile in any namespace, sorted
 * @param opened devices opened meanwhile in any namespace, without their numbers, sorted
 */
public record Ran(
    long millis, boolean alone, long processes, List<String> mounted, List<String> opened) {

  public Ran {
    mounted = List.copyOf(new TreeSet<>(Objects.requireNonNull(mounted, "mounted")));
    opened = List.copyOf(new TreeSet<>(Objects.requireNonNull(opened, "opened")));
  }
}
