package dev.kverdict.bench;

import dev.kverdict.campaign.KernelChoices;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lanes;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures whole runs, each in a separate process as a user starts it. They use the user's store,
 * except for the one that starts with an empty store.
 */
record RunTimes(
    RunStarter runs, Matrix matrix, BenchOptions options, BenchNotes notes, RunFolder folder) {

  private static final int TRIALS = 20;

  /** Measures the time from a new patch to its verdict; the first run fills the store. */
  void patch() throws IOException {
    KernelDef kernel =
        new KernelChoices(matrix, options.route())
            .kernel(matrix.ownKernels().iterator().next(), null);
    ReproducerDef repro = matrix.reproducers().values().iterator().next();
    List<VerdictTime> times = new ArrayList<>();
    for (int round = 0; round <= options.rounds(); round++) {
      notes.say("patch: round " + round + " of " + options.rounds());
      Optional<String> text = newPatch();
      if (text.isEmpty()) {
        notes.without(BenchSection.PATCH, "no patch of the matrix can be varied");
        return;
      }
      String name = "bench-" + round;
      Path patch = folder.file(name + ".patch");
      Files.writeString(patch, text.get(), StandardCharsets.ISO_8859_1);
      WholeRun run =
          runs.run(
              "patch-" + round,
              matrix.file(),
              null,
              List.of(
                  "--kernel",
                  kernel.name(),
                  "--patch",
                  patch.toString(),
                  "--repro",
                  repro.name(),
                  "--trials",
                  Integer.toString(TRIALS)));
      if (round > 0) {
        times.add(VerdictTime.of(run.started(), run.events(), kernel.name() + "/" + name));
      }
    }
    add("to the verdict, " + TRIALS + " trials", times.stream().map(VerdictTime::total).toList());
    add("of that: build", times.stream().map(VerdictTime::build).toList());
    add("of that: saving machines", times.stream().map(VerdictTime::snapshots).toList());
    add("of that: trials", times.stream().map(VerdictTime::trials).toList());
    add("of that: start, judging", times.stream().map(VerdictTime::rest).toList());
  }

  private void add(String name, List<Double> seconds) {
    notes.add(BenchSection.PATCH, name, "s", seconds);
  }

  /** Varies the last patch of the matrix that can be varied: cases name their best one last. */
  private Optional<String> newPatch() throws IOException {
    int number = ThreadLocalRandom.current().nextInt(1 << 20, Integer.MAX_VALUE);
    Optional<String> found = Optional.empty();
    for (PatchDef patch : matrix.patches().values()) {
      if (patch.content().patches().size() == 1) {
        Optional<String> varied = FreshPatch.of(patch.content().patches().get(0).text(), number);
        found = varied.isPresent() ? varied : found;
      }
    }
    return found;
  }

  /** Measures a whole matrix without any change; the first run fills the store. */
  void unchanged() throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round <= options.rounds(); round++) {
      notes.say("unchanged: round " + round + " of " + options.rounds());
      WholeRun run = runs.run("unchanged-" + round, matrix.file(), null, List.of());
      if (round > 0) {
        seconds.add(run.seconds());
      }
    }
    notes.add(BenchSection.UNCHANGED, "whole verify, judged again", "s", seconds);
  }

  /**
   * Measures all trials of a matrix, run again on the host and in containers; a first pair of runs
   * fills the store.
   */
  void lanes() throws IOException {
    List<Double> host = new ArrayList<>();
    List<Double> contained = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round <= options.rounds(); round++) {
      notes.say("lanes: round " + round + " of " + options.rounds());
      double one = lane(Lanes.HOST, round);
      double other = lane("container", round);
      if (round > 0) {
        host.add(one);
        contained.add(other);
        ratios.add(other / one);
      }
    }
    notes.add(BenchSection.LANES, "whole verify, trials run again, host", "s", host);
    notes.add(BenchSection.LANES, "the same in containers", "s", contained);
    notes.add(BenchSection.LANES, "containers : host", "x", ratios);
  }

  private double lane(String name, int round) throws IOException {
    List<String> again = List.of("--fresh", "--lane", name);
    return runs.run(name + "-" + round, matrix.file(), null, again).seconds();
  }

  /** Measures the first run on a machine whose system packages are installed. */
  void emptyCache() throws IOException {
    Path store = Files.createDirectories(folder.file("empty-cache"));
    try {
      notes.say("empty-cache: once");
      WholeRun run = runs.run("first", options.firstMatrix(), store, List.of());
      if (run.firstVerdict() != null) {
        notes.add(
            BenchSection.EMPTY_CACHE,
            "to the first verdict",
            "s",
            List.of(WholeRun.seconds(run.started(), run.firstVerdict())));
      }
      notes.add(BenchSection.EMPTY_CACHE, "to the end", "s", List.of(run.seconds()));
    } finally {
      AtomicFiles.delete(store);
    }
  }
}
