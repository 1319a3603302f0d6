package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.host.SparseCopy;
import dev.kverdict.vm.Beginning;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Boots a guest up to a point and takes a snapshot there, so that trials need not boot.
 *
 * @param lane where QEMU runs
 * @param pumps runs the readers; must start every task at once
 * @param listener listens to the steps
 * @param memory where the snapshot keeps the guest's memory
 */
public record MachineSaver(Lane lane, Executor pumps, TrialListener listener, SavedMemory memory) {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration QUIT = Duration.ofSeconds(10);

  /** Creates one whose snapshots have memory that is mapped. */
  public MachineSaver(Lane lane, Executor pumps, TrialListener listener) {
    this(lane, pumps, listener, SavedMemory.MAPPED);
  }

  /**
   * Boots a guest and saves it in an existing, empty directory, with everything that its witnesses
   * reported.
   *
   * @param name the snapshot's name: one word, and unique
   * @throws NotSaved if the guest does not get so far
   * @throws InfraError if the host fails
   */
  public void save(Preparation guest, Stage stage, String name, Path directory) {
    try {
      save(guest, null, Script.preparing(guest, name), stage, directory);
    } catch (IOException e) {
      throw notSaved(e);
    }
  }

  /** Saves the boot that a guest shares with others, in the same way. */
  public void saveShared(Preparation guest, String name, Path directory) {
    VmSpec vm = Objects.requireNonNull(guest.shared(), "a shared boot").vm();
    save(guest.on(vm), Stage.BEFORE_MODULES, name, directory);
  }

  /**
   * Saves a guest in the same way, but resumes the boot that it shares instead of booting.
   *
   * @param boot that boot
   * @throws InfraError also if the boot does not resume, or has modules that are to be replaced
   */
  public void save(Preparation guest, SavedMachine boot, Stage stage, String name, Path directory) {
    try {
      boot.copyRecords(directory);
      save(guest, boot, Script.parting(guest, boot.name(), name), stage, directory);
    } catch (IOException e) {
      throw notSaved(e);
    }
  }

  private static InfraError notSaved(IOException e) {
    return new InfraError("cannot save a snapshot: " + e.getMessage(), e);
  }

  private void save(
      Preparation guest, @Nullable SavedMachine boot, Script script, Stage stage, Path directory)
      throws IOException {
    Course course = new Course();
    Recorder recorder = new Recorder(directory, listener);
    try (recorder;
        MemoryFile ram = MemoryFile.of(SavedMachine.memory(directory), guest.vm().memoryBytes());
        Vm vm = start(guest, boot, directory, ram.path(), recorder)) {
      recorder.follow(vm, pumps);
      new Conversation(
              guest,
              script,
              boot == null ? 0 : script.before(boot.stage()),
              script.before(stage),
              vm::sendToAgent,
              recorder,
              course,
              System::nanoTime)
          .run();
      requirePrepared(course);
      listener.at(TrialStep.PREPARED);
      vm.save(directory.resolve("state"), pumps, LIMIT);
      if (memory == SavedMemory.MAPPED) {
        ram.keep(lane);
      }
      listener.at(TrialStep.SAVED);
      if (!vm.quit(QUIT)) {
        throw new InfraError("QEMU did not end after QMP quit");
      }
    }
    if (recorder.failure().isPresent()) {
      throw new InfraError(recorder.failure().get());
    }
  }

  private Vm start(
      Preparation guest, @Nullable SavedMachine boot, Path directory, Path ram, Recorder recorder)
      throws IOException {
    VmSpec vm = withOwnDisks(boot == null ? guest.vm() : boot.of(guest), directory);
    return Vm.start(vm, beginning(boot, ram), directory, lane, pumps, recorder);
  }

  /** Gives the guest a file for its memory, if that is kept as its disks are. */
  private Beginning beginning(@Nullable SavedMachine boot, Path ram) throws IOException {
    if (memory == SavedMemory.IN_STATE) {
      return boot == null ? Beginning.BOOT : boot.beginning();
    }
    if (boot == null) {
      return Beginning.bootInto(Files.createFile(ram));
    }
    SparseCopy.make(lane, SavedMachine.memory(boot.folder()), ram);
    return Beginning.resumeInto(boot.state(), ram);
  }

  /** Throws if the guest was not prepared; only a crash or a refusal is the guest's fault. */
  private static void requirePrepared(Course course) {
    switch (course.kind()) {
      case QUIT_BY_HOST -> {}
      case GUEST_STOPPED -> throw new NotSaved(course.detail());
      case AGENT_SILENT, DEADLINE, HOST_FAULT -> throw new InfraError(course.detail());
    }
  }

  /** Gives the guest copies of its disks, which it changes by mounting them, and which are kept. */
  private VmSpec withOwnDisks(VmSpec vm, Path directory) {
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      if (disk.access() == Disk.Access.READ_ONLY) {
        disks.add(disk);
        continue;
      }
      Path copy = SavedMachine.disk(directory, disks.size());
      SparseCopy.make(lane, disk.image(), copy);
      disks.add(Disk.written(copy, disk.serial()));
    }
    return vm.withDisks(disks);
  }
}
