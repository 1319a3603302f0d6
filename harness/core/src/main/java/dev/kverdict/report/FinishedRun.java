package dev.kverdict.report;

import dev.kverdict.record.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * A run that has a result.
 *
 * @param directory its directory
 */
record FinishedRun(Path directory, RunResult result) {

  /**
   * Reads a run.
   *
   * @throws dev.kverdict.UserError when it has no result, or one of another version
   */
  static FinishedRun read(Path directory) {
    return new FinishedRun(directory, ResultJson.ofRun(directory));
  }

  /**
   * Reads the runs in a directory.
   *
   * @throws dev.kverdict.UserError when it cannot be read, holds no run, or one of another version
   */
  static List<FinishedRun> in(Path runs) {
    return RunsIndex.finished(runs).stream().map(FinishedRun::read).toList();
  }

  /** Returns the newest run of each case, in the order of the cases' names. */
  static List<FinishedRun> newest(List<FinishedRun> runs) {
    TreeMap<String, FinishedRun> newest = new TreeMap<>();
    for (FinishedRun run : runs) {
      newest.merge(
          run.result().caseName(),
          run,
          (one, other) -> one.started().compareTo(other.started()) > 0 ? one : other);
    }
    return List.copyOf(newest.values());
  }

  private String started() {
    return result.facts().started();
  }
}
