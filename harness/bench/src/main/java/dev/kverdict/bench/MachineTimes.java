package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Materials;
import dev.kverdict.pool.Threads;
import dev.kverdict.run.RunFolder;
import dev.kverdict.text.Label;
import dev.kverdict.trial.MachineSaver;
import dev.kverdict.trial.NotSaved;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.SavedMemory;
import dev.kverdict.trial.Stage;
import dev.kverdict.trial.TrialListener;
import dev.kverdict.trial.TrialStep;
import dev.kverdict.verdict.Counting;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmListener;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** Measures machines: booting them, saving snapshots, and running many trials. */
record MachineTimes(
    BenchTrials trials,
    BenchNotes notes,
    RunFolder folder,
    Lane lane,
    ExecutorService pumps,
    int rounds) {

  /** Enough for emulation on a busy host; a guest that needs longer hangs. */
  private static final Duration BOOT_LIMIT = Duration.ofSeconds(30);

  /** Minimum number of trials for a throughput figure. */
  private static final int RATE_TRIALS = 100;

  /** In MiB: what a machine with a large configuration is given. */
  private static final int MUCH_MEMORY = 2048;

  private static final double KIB = 1024;

  /** Measures the time from QEMU's start to the agent's first byte, on all machines in turn. */
  void boot() throws IOException {
    Preparation guest = trials.guest(trials.quiet());
    Path place = Files.createDirectories(folder.file("boot"));
    Map<Machine, List<Double>> times = new EnumMap<>(Machine.class);
    for (int round = 1; round <= rounds; round++) {
      notes.say("boot: round " + round + " of " + rounds);
      for (Machine machine : Machine.values()) {
        if (machine == Machine.MICROVM && !trials.artefact().bootsOnMinimalMachine()) {
          continue;
        }
        OptionalDouble time =
            BootTime.millis(guest.vm().on(machine), place, lane, pumps, BOOT_LIMIT);
        time.ifPresent(ms -> times.computeIfAbsent(machine, m -> new ArrayList<>()).add(ms));
      }
    }
    for (Machine machine : Machine.values()) {
      List<Double> found = times.getOrDefault(machine, List.of());
      if (!found.isEmpty()) {
        notes.add(BenchSection.BOOT, machine.label() + ", to the agent's hello", "ms", found);
      }
      if (found.size() < rounds) {
        notes.without(
            BenchSection.BOOT,
            "%s did not boot in %d of %d attempts"
                .formatted(machine.label(), rounds - found.size(), rounds));
      }
    }
  }

  /** Measures booting a machine and saving its snapshot, and the snapshot's size on the disk. */
  void save() throws IOException {
    ReproducerDef program = trials.quiet();
    Preparation guest = trials.guest(program);
    Stage stage = program.images().isEmpty() ? Stage.BEFORE_MOUNT : Stage.AFTER_MOUNT;
    List<Double> whole = new ArrayList<>();
    List<Double> writing = new ArrayList<>();
    List<MomentLog> parting = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      notes.say("snapshot: saving, round " + round + " of " + rounds);
      Path place = Files.createDirectories(folder.file("saved-" + round));
      MomentLog moments = new MomentLog();
      try {
        new MachineSaver(lane, pumps, moments).save(guest, stage, "saved-" + round, place);
        whole.add(moments.sinceStart());
        if (guest.shared() != null) {
          parting.add(part(guest, stage, "shared-" + round));
        }
      } catch (NotSaved e) {
        notes.without(BenchSection.SNAPSHOT, "cannot save a snapshot: " + e.getMessage());
        return;
      }
      writing.add(moments.between(TrialStep.PREPARED, TrialStep.SAVED).orElseThrow());
      if (round == rounds) {
        size(BenchSection.SNAPSHOT, "state of a snapshot", place.resolve("state"));
        size(BenchSection.SNAPSHOT, "memory of a snapshot", place.resolve("memory"));
        Path disk = place.resolve("disk0");
        if (Files.exists(disk)) {
          size(BenchSection.SNAPSHOT, "disk of a snapshot", disk);
        }
      }
      AtomicFiles.delete(place);
    }
    notes.add(BenchSection.SNAPSHOT, "boot and save a snapshot", "ms", whole);
    notes.add(BenchSection.SNAPSHOT, "of that: write its state", "ms", writing);
    if (!parting.isEmpty()) {
      add("the same from a shared boot", parting, log -> log.when(TrialStep.KEPT));
      add("of that: resume the shared boot", parting, log -> log.when(TrialStep.ANSWERED));
      add(
          "of that: load its modules, mount",
          parting,
          log -> log.between(TrialStep.ANSWERED, TrialStep.PREPARED));
      add(
          "of that: write the state",
          parting,
          log -> log.between(TrialStep.PREPARED, TrialStep.SAVED));
    }
  }

  private void add(String name, List<MomentLog> logs, Function<MomentLog, OptionalDouble> time) {
    notes.add(
        BenchSection.SNAPSHOT,
        name,
        "ms",
        logs.stream().map(log -> time.apply(log).orElseThrow()).toList());
  }

  /** Returns the moments of a guest on its way from a boot that it shares to its own snapshot. */
  private MomentLog part(Preparation guest, Stage stage, String name) throws IOException {
    Path shared = Files.createDirectories(folder.file(name));
    Path own = Files.createDirectories(folder.file(name + "-own"));
    new MachineSaver(lane, pumps, TrialListener.NONE).saveShared(guest, name, shared);
    SavedMachine boot = new SavedMachine(shared, name, Stage.BEFORE_MODULES, name);
    MomentLog moments = new MomentLog();
    new MachineSaver(lane, pumps, moments).save(guest, boot, stage, name + "-own", own);
    moments.at(TrialStep.KEPT);
    AtomicFiles.delete(shared);
    AtomicFiles.delete(own);
    return moments;
  }

  /** A snapshot that is resumed again and again, and the times that it takes, in ms. */
  private record Resumed(SavedMachine saved, List<Double> times) {}

  /**
   * Measures resuming from a snapshot, from QEMU's start until the guest runs, with its memory
   * mapped and in the state, which take turns; with the case's memory and with much.
   */
  void resume() throws IOException {
    Preparation guest = trials.guest(trials.quiet());
    for (int memory : List.of(guest.vm().memoryMiB(), MUCH_MEMORY)) {
      VmSpec machine = guest.vm().withMemory(memory);
      Resumed mapped;
      Resumed read;
      try {
        mapped = resumed(guest.on(machine), memory, SavedMemory.MAPPED);
        read = resumed(guest.on(machine), memory, SavedMemory.IN_STATE);
      } catch (NotSaved e) {
        notes.without(BenchSection.SNAPSHOT, "cannot save a snapshot: " + e.getMessage());
        return;
      }
      for (int round = 1; round <= rounds; round++) {
        notes.say("snapshot: resuming %d MiB, round %d of %d".formatted(memory, round, rounds));
        mapped.times().add(resume(mapped.saved(), machine));
        read.times().add(resume(read.saved(), machine));
      }
      String name = "resume %d MiB, memory ".formatted(memory);
      Measurement less = notes.add(BenchSection.SNAPSHOT, name + "mapped", "ms", mapped.times());
      Measurement more =
          notes.add(BenchSection.SNAPSHOT, name + "in the state", "ms", read.times());
      notes.add(less.ratioTo(more, name + "mapped : in the state"));
      AtomicFiles.delete(mapped.saved().folder());
      AtomicFiles.delete(read.saved().folder());
    }
  }

  private Resumed resumed(Preparation guest, int memory, SavedMemory form) throws IOException {
    String name = "resumed-%d-%s".formatted(memory, Label.of(form));
    Path place = Files.createDirectories(folder.file(name));
    new MachineSaver(lane, pumps, TrialListener.NONE, form)
        .save(guest, Stage.BEFORE_MOUNT, name, place);
    return new Resumed(new SavedMachine(place, name, Stage.BEFORE_MOUNT), new ArrayList<>());
  }

  /** Returns the time until the guest runs, in ms. */
  private double resume(SavedMachine saved, VmSpec machine) {
    long start = System.nanoTime();
    try (Vm vm =
        Vm.start(
            saved.with(machine),
            saved.beginning(),
            saved.folder(),
            lane,
            pumps,
            VmListener.IGNORE)) {
      double time = (System.nanoTime() - start) / 1e6;
      if (!vm.alive()) {
        throw new InfraError("a restored machine ended at once: " + vm.qemuOutput());
      }
      return time;
    }
  }

  /** Measures whole restored trials per minute, run like a campaign. */
  void throughput() {
    ReproducerDef program = trials.quiet();
    int each = (RATE_TRIALS + rounds - 1) / rounds;
    List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>());
    try (Threads one = new Threads(1);
        Threads two = new Threads(2)) {
      trials.run(program, "first", Counting.CONTROL_BOOTS, one.machines());
      for (int round = 1; round <= rounds; round++) {
        notes.say("throughput: round " + round + " of " + rounds);
        for (int jobs = 1; jobs <= 2; jobs++) {
          long start = System.nanoTime();
          trials.run(
              program, "jobs" + jobs + "-" + round, each, (jobs == 1 ? one : two).machines());
          double minutes = (System.nanoTime() - start) / 60e9;
          rates.get(jobs - 1).add(each / minutes);
        }
      }
    }
    var single = notes.add(BenchSection.THROUGHPUT, "trials at --jobs 1", "1/min", rates.get(0));
    var both = notes.add(BenchSection.THROUGHPUT, "trials at --jobs 2", "1/min", rates.get(1));
    notes.add(both.ratioTo(single, "two jobs : one"));
  }

  /** Measures what is stored for a kernel and its programs. */
  void sizes(Materials materials) {
    size(BenchSection.SIZES, "vmlinux", trials.artefact().vmlinux());
    size(BenchSection.SIZES, "modules", trials.artefact().modules());
    size(BenchSection.SIZES, "whole kernel artefact", trials.artefact().folder());
    size(BenchSection.SIZES, "initramfs", trials.guest(trials.quiet()).vm().initrd());
    size(BenchSection.SIZES, "agent", materials.agent().folder());
    for (ReproducerDef program : trials.programs()) {
      size(BenchSection.SIZES, "program " + program.name(), materials.program(program).folder());
    }
  }

  /** Measures a size in MiB as the file system counts it, without holes. */
  private void size(BenchSection section, String name, Path path) {
    CommandResult said =
        lane.run(
            Command.of(folder.path(), "du", "--block-size=1024", "--summarize", path.toString())
                .asChore()
                .reading(path));
    if (!said.ok() || said.output().isEmpty()) {
      throw new InfraError("cannot measure " + path + ": " + said.summary());
    }
    String number = said.output().get(0).replaceFirst("\\s.*", "");
    notes.add(section, name, "MiB", List.of(Long.parseLong(number) / KIB));
  }
}
