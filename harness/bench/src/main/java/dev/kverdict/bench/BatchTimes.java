package dev.kverdict.bench;

import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures many patches in one batch, beside the same patches one by one, each with a run of its
 * own. Both sides have a store of their own that begins the same: as that of somebody who has
 * judged the control before, so that it is built, booted and measured, and no patch ever.
 */
record BatchTimes(
    RunStarter runs,
    Environment environment,
    Matrix matrix,
    BenchBatch batch,
    BenchNotes notes,
    RunFolder folder) {

  private static final double HOUR = 3600;

  /** Runs the first half of the loop before the batch and the rest after it. */
  void measure() throws IOException {
    List<Path> files = batch.files();
    List<Path> alone = batch.alone(files);
    try (Scratch scratch = environment.openStore().scratch()) {
      StoreCopies stores = new StoreCopies(environment.lane(), scratch.folder());
      notes.say("batch: the control");
      Path known = stores.ofTheCase(environment.storeRoot(), "known");
      var unused =
          runs.run("batch-control", matrix.file(), known, List.of("--kernel", Selection.UNPATCHED));
      Path one = stores.of(known, "one-by-one");
      Path all = stores.of(known, "batch");
      List<WholeRun> loop = new ArrayList<>();
      int half = alone.size() / 2;
      loop(alone.subList(0, half), one, loop, alone.size());
      WholeRun whole = inOne(files, all);
      loop(alone.subList(half, alone.size()), one, loop, alone.size());
      report(whole, files, loop, alone);
    }
  }

  private void loop(List<Path> files, Path store, List<WholeRun> runsSoFar, int all)
      throws IOException {
    for (Path file : files) {
      int number = runsSoFar.size() + 1;
      notes.say("batch: one by one, %d of %d: %s".formatted(number, all, file.getFileName()));
      runsSoFar.add(
          runs.run(
              "alone-" + number,
              matrix.file(),
              store,
              List.of("--patch", file.toAbsolutePath().toString())));
    }
  }

  private WholeRun inOne(List<Path> files, Path store) throws IOException {
    notes.say("batch: all %d in one".formatted(files.size()));
    Path candidates = Files.createDirectories(folder.file("candidates"));
    for (Path file : files) {
      Files.copy(file, candidates.resolve(file.getFileName()));
    }
    return runs.run("batch", matrix.file(), store, List.of("--patches", candidates.toString()));
  }

  private void report(WholeRun whole, List<Path> files, List<WholeRun> loop, List<Path> alone) {
    List<Double> seconds = loop.stream().map(WholeRun::seconds).toList();
    double sum = seconds.stream().mapToDouble(Double::doubleValue).sum();
    add("a patch with a run of its own", "s", seconds);
    add("its trials", "n", loop.stream().map(BatchTimes::trials).toList());
    add("a patch of the batch", "s", List.of(whole.seconds() / files.size()));
    add("its trials, on average", "n", List.of(trials(whole) / files.size()));
    Measurement single =
        add("one by one, %d patches".formatted(alone.size()), List.of(HOUR * alone.size() / sum));
    Measurement together =
        add(
            "in one batch, %d patches".formatted(files.size()),
            List.of(HOUR * files.size() / whole.seconds()));
    notes.add(together.ratioTo(single, "batch : one by one"));
    BatchAgreement agreement = new BatchAgreement(whole.events());
    int same = 0;
    for (int i = 0; i < alone.size(); i++) {
      String from = String.valueOf(alone.get(i).getFileName());
      Optional<String> difference = agreement.difference(from, loop.get(i).events());
      difference.ifPresent(what -> notes.without(BenchSection.BATCH, what));
      same += difference.isEmpty() ? 1 : 0;
    }
    add("the same verdict, of %d".formatted(alone.size()), "n", List.of((double) same));
  }

  private Measurement add(String name, List<Double> rates) {
    return notes.add(BenchSection.BATCH, name, "1/h", rates);
  }

  private void add(String name, String unit, List<Double> samples) {
    var unused = notes.add(BenchSection.BATCH, name, unit, samples);
  }

  /** Returns how many trials really ran. */
  private static double trials(WholeRun run) {
    return run.events().stream()
        .filter(logged -> logged.event() instanceof Event.TrialEnded ended && !ended.fromStore())
        .count();
  }
}
