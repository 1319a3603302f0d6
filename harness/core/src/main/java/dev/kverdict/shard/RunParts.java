package dev.kverdict.shard;

import dev.kverdict.HostIo;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialLine;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Puts the parts of a run together. A file goes where one machine would have put it, unless another
 * shard's is there: each shard has trials of a control of its own, which stay in {@code shards/N}.
 *
 * @param run the directory of the run
 */
record RunParts(Path run) {

  static final String FOLDER = "shards";

  /**
   * Takes over what judging a shard left.
   *
   * @param folder the directory of the shard's part
   * @param mine the events of the part
   * @param events gets the events of the whole
   * @return the result, with the places of its evidence in the whole
   */
  RunResult adopt(
      ShardFolder shard, Path folder, RunResult result, List<Event> mine, List<Event> events)
      throws IOException {
    Path own = Files.move(folder, run.resolve(FOLDER).resolve(Integer.toString(shard.number())));
    List<TrialLine> trials = result.trials().stream().map(line -> moved(line, own)).toList();
    mine.stream()
        .filter(event -> !(event instanceof Event.RunStarted || event instanceof Event.RunEnded))
        .map(event -> event instanceof Event.TrialEnded one ? moved(one, trials) : event)
        .forEach(events::add);
    move(own.resolve(RunFolder.PATCHES), run.resolve(RunFolder.PATCHES));
    keepLogs(shard);
    return new RunResult(
        result.caseName(),
        result.verdicts(),
        result.patches(),
        result.claims(),
        result.necessities(),
        result.steps(),
        result.scope(),
        result.facts(),
        result.discarded(),
        trials);
  }

  private TrialLine moved(TrialLine line, Path own) {
    Path from = own.resolve(line.folder());
    Path to = run.resolve(line.folder());
    boolean free = !Files.exists(to);
    if (free) {
      HostIo.run(
          "cannot move " + from,
          () -> {
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.move(from, to);
          });
    }
    return new TrialLine(
        line.trial(),
        line.outcome(),
        line.detail(),
        line.millis(),
        line.fromStore(),
        free ? line.folder() : run.relativize(from).toString());
  }

  /** The events of trials are as many as there are lines on them. */
  private static Event moved(Event.TrialEnded event, List<TrialLine> trials) {
    String folder =
        trials.stream()
            .map(TrialLine::folder)
            .filter(where -> where.endsWith(event.folder()))
            .findFirst()
            .orElse(event.folder());
    return new Event.TrialEnded(
        event.trial(), event.outcome(), event.detail(), event.millis(), event.fromStore(), folder);
  }

  /** Moves what is not there yet. */
  private static void move(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.createDirectories(to);
    List<Path> all;
    try (Stream<Path> list = Files.list(from)) {
      all = list.toList();
    }
    for (Path one : all) {
      Path there = to.resolve(one.getFileName());
      if (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(one, there);
      }
    }
  }

  /** The logs of builds are those that the shard wrote. */
  private void keepLogs(ShardFolder shard) throws IOException {
    Path logs = run.resolve(FOLDER).resolve(shard.number() + ".logs");
    shard.copy(shard.run().file("kernels"), logs);
    move(logs, run.resolve("kernels"));
    if (Files.exists(logs)) {
      AtomicFiles.delete(logs);
    }
  }
}
