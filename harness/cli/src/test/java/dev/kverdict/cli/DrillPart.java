package dev.kverdict.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * One part of the drill on a real Slurm.
 *
 * @param happens what goes wrong
 * @param nodes the nodes that it has for itself, each a partition
 * @param words further options of {@code verify}
 * @param tasks what each shard does, in a shell
 * @param deed what is done to it while it runs
 * @param code the exit code that it has to have
 * @param whole how many of its shards have to be whole
 * @param says what it has to print
 */
record DrillPart(
    String happens,
    String nodes,
    List<String> words,
    List<String> tasks,
    Deed deed,
    int code,
    int whole,
    List<String> says) {

  /** What is done to a run while it goes on. */
  interface Deed {
    void to(ChildKverdict run, Path shared) throws Exception;
  }

  /** A part on these nodes, in which nothing happens and all has to be well. */
  static DrillPart of(String happens, String nodes, String... tasks) {
    return new DrillPart(
        happens,
        nodes,
        List.of("--time", "5m"),
        List.of(tasks),
        (run, shared) -> {},
        0,
        tasks.length,
        List.of("judged: shard " + tasks.length));
  }

  DrillPart with(String... more) {
    return new DrillPart(happens, nodes, List.of(more), tasks, deed, code, whole, says);
  }

  DrillPart meanwhile(Deed something) {
    return new DrillPart(happens, nodes, words, tasks, something, code, whole, says);
  }

  DrillPart ends(int with, int shards) {
    return new DrillPart(happens, nodes, words, tasks, deed, with, shards, says);
  }

  DrillPart saying(String... texts) {
    return new DrillPart(happens, nodes, words, tasks, deed, code, whole, List.of(texts));
  }

  /** The row of the table in docs/clusters.md. */
  String row(long found, int ended, long left) {
    return "| %s | %d of %d | %s | %d | %d |"
        .formatted(
            happens,
            found,
            tasks.size(),
            found == tasks.size() ? "nothing" : tasks.size() - found + ", named",
            ended,
            left);
  }
}
