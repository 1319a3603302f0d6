package dev.kverdict.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for, wherever it runs.
 *
 * @param kverdict the launcher, at the same path on all nodes
 * @param folder a directory of this run's own, at the same path on all nodes
 * @param run the directory of the run, which merge makes
 * @param plan the words of {@code kverdict plan}, without where it goes
 * @param shard further words of {@code kverdict shard}
 * @param merge further words of {@code kverdict merge}
 * @param time how long a task may run, or null for what the plan says
 * @param processors how many each task gets
 */
public record ClusterWork(
    Path kverdict,
    Path folder,
    Path run,
    List<String> plan,
    List<String> shard,
    List<String> merge,
    @Nullable Duration time,
    int processors) {

  public ClusterWork {
    plan = List.copyOf(plan);
    shard = List.copyOf(shard);
    merge = List.copyOf(merge);
    kverdict = kverdict.toAbsolutePath().normalize();
    folder = folder.toAbsolutePath().normalize();
    run = run.toAbsolutePath().normalize();
  }
}
