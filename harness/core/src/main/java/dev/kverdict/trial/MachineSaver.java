package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Boots a guest up to a point and takes a snapshot there, so that trials need not boot.
 *
 * @param lane where QEMU runs
 * @param pumps runs the readers; must start every task at once
 * @param listener listens to the steps
 */
public record MachineSaver(Lane lane, Executor pumps, TrialListener listener) {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration QUIT = Duration.ofSeconds(10);

  /**
   * Saves a guest in an existing, empty directory, with everything that its witnesses reported.
   *
   * @param name the snapshot's name: one word, and unique
   * @throws NotSaved if the guest does not reach the point
   * @throws InfraError if the host fails
   */
  public void save(Preparation guest, SnapshotPoint point, String name, Path directory) {
    try {
      Course course = new Course();
      Recorder recorder = new Recorder(directory, listener);
      try (recorder;
          Vm vm = Vm.start(withOwnDisks(guest.vm(), directory), directory, lane, pumps, recorder)) {
        recorder.follow(vm.agentOutput(), pumps);
        Script script = Script.preparing(guest, name);
        new Conversation(
                guest,
                script,
                0,
                script.before(point),
                vm::sendToAgent,
                recorder,
                course,
                System::nanoTime)
            .run();
        requirePrepared(course);
        listener.at(TrialStep.PREPARED);
        vm.save(directory.resolve("state"), pumps, LIMIT);
        listener.at(TrialStep.SAVED);
        if (!vm.quit(QUIT)) {
          throw new InfraError("QEMU did not end after QMP quit");
        }
      }
      if (recorder.failure().isPresent()) {
        throw new InfraError(recorder.failure().get());
      }
    } catch (IOException e) {
      throw new InfraError("cannot save a snapshot: " + e.getMessage(), e);
    }
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
    ImageChecker copier = new ImageChecker(lane);
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      if (disk.access() == Disk.Access.READ_ONLY) {
        disks.add(disk);
        continue;
      }
      Path copy = SavedMachine.disk(directory, disks.size());
      copier.copy(disk.image(), copy);
      disks.add(Disk.written(copy, disk.serial()));
    }
    return vm.withDisks(disks);
  }
}
