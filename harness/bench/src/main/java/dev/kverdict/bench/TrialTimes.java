package dev.kverdict.bench;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.run.RunFolder;
import dev.kverdict.trial.TrialStep;
import dev.kverdict.verdict.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures single trials, one after the other; trials that are compared take turns. */
record TrialTimes(
    BenchTrials trials, BareMachine bare, BenchNotes notes, RunFolder folder, int rounds) {

  /** Measures trials that boot, each compared with its script; the first pair is not counted. */
  void cold() throws IOException {
    for (ReproducerDef program : trials.programs()) {
      List<Double> harness = new ArrayList<>();
      List<Double> script = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        notes.say("cold: " + program.name() + ", round " + round + " of " + rounds);
        BenchTrials.Timed trial = trials.run(program, false);
        Path scratch = Files.createDirectories(folder.file("bare-" + program.name() + "-" + round));
        double alone =
            bare.run(trial.evidence(), scratch, trial.trial().evidence().agent().settled());
        if (round > 0) {
          harness.add(trial.machine());
          script.add(alone);
        }
      }
      String name = program.name();
      Measurement with =
          notes.add(BenchSection.COLD, name + ", machine's part of a trial", "ms", harness);
      Measurement without = notes.add(BenchSection.COLD, name + ", its bare qemu.sh", "ms", script);
      notes.add(with.ratioTo(without, name + ", trial : bare"));
    }
  }

  /** Measures trials that resume from snapshots, each compared with one that boots. */
  void restored() {
    for (ReproducerDef program : trials.programs()) {
      saveBoth(program);
      List<Double> booted = new ArrayList<>();
      List<Double> whole = new ArrayList<>();
      List<Double> answer = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        notes.say("snapshot: " + program.name() + ", round " + round + " of " + rounds);
        booted.add(trials.run(program, false).machine());
        BenchTrials.Timed restored = trials.run(program, true);
        whole.add(restored.machine());
        answer.add(restored.answer());
      }
      String name = program.name();
      Measurement cold =
          notes.add(BenchSection.SNAPSHOT, name + ", booted, to QEMU's end", "ms", booted);
      Measurement all =
          notes.add(BenchSection.SNAPSHOT, name + ", restored, to QEMU's end", "ms", whole);
      notes.add(BenchSection.SNAPSHOT, name + ", restored, to the program's end", "ms", answer);
      notes.add(all.ratioTo(cold, name + ", restored : booted"));
    }
  }

  /** Measures the parts of a restored trial beside its machine. */
  void overhead() {
    for (ReproducerDef program : trials.programs()) {
      saveBoth(program);
      List<Double> all = new ArrayList<>();
      List<Double> before = new ArrayList<>();
      List<Double> checker = new ArrayList<>();
      List<Double> after = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        notes.say("overhead: " + program.name() + ", round " + round + " of " + rounds);
        BenchTrials.Timed trial = trials.run(program, true);
        MomentLog moments = trial.moments();
        all.add(trial.wall() - trial.machine());
        before.add(moments.when(TrialStep.STARTING).orElseThrow());
        moments.between(TrialStep.ENDED, TrialStep.CHECKED).ifPresent(checker::add);
        double judging =
            moments.when(TrialStep.CHECKED).orElse(moments.when(TrialStep.ENDED).orElseThrow());
        after.add(trial.wall() - judging);
      }
      String name = program.name();
      notes.add(BenchSection.OVERHEAD, name + ", trial without its machine", "ms", all);
      notes.add(BenchSection.OVERHEAD, name + ", before QEMU's start", "ms", before);
      if (!checker.isEmpty()) {
        notes.add(BenchSection.OVERHEAD, name + ", file system's checker", "ms", checker);
      }
      notes.add(BenchSection.OVERHEAD, name + ", reading, judging, keeping", "ms", after);
    }
  }

  /** Records the steps of one trial of each kind. */
  void trace() {
    for (ReproducerDef program : trials.programs()) {
      saveBoth(program);
      for (boolean restored : new boolean[] {false, true}) {
        String title = program.name() + (restored ? ", restored" : ", booted");
        notes.add(trials.run(program, restored).moments().trace(title));
      }
    }
  }

  /**
   * Runs the first trials of a program, which may have to save the snapshots that they resume from.
   */
  private void saveBoth(ReproducerDef program) {
    for (int i = 0; i < Counting.CONTROL_BOOTS; i++) {
      var unused = trials.run(program, true);
    }
  }
}
