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

/** Boots a guest up to a point and saves it there, so that trials need not boot. */
public final class MachineSaver {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration QUIT = Duration.ofSeconds(10);

  private final Lane lane;
  private final Executor pumps;
  private final TrialListener moments;

  /**
   * Creates a saver.
   *
   * @param pumps must start each task at once
   * @param moments who wants to know when things happen
   */
  public MachineSaver(Lane lane, Executor pumps, TrialListener moments) {
    this.lane = lane;
    this.pumps = pumps;
    this.moments = moments;
  }

  /**
   * Saves a guest in an existing, empty folder, with everything that its witnesses said.
   *
   * @param name what the guest is called from then on, one word that no other machine has
   * @throws NotSaved when the guest does not get to the point
   * @throws InfraError when the host does not do its part
   */
  public void save(Preparation guest, SnapshotPoint point, String name, Path folder) {
    try {
      Course course = new Course();
      Recorder recorder = new Recorder(folder, moments);
      try (recorder;
          Vm vm = Vm.start(withOwnDisks(guest.vm(), folder), folder, lane, pumps, recorder)) {
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
        moments.at(TrialStep.PREPARED);
        vm.save(folder.resolve("state"), pumps, LIMIT);
        moments.at(TrialStep.SAVED);
        if (!vm.quit(QUIT)) {
          throw new InfraError("QEMU did not end when told to");
        }
      }
      if (recorder.failure().isPresent()) {
        throw new InfraError(recorder.failure().get());
      }
    } catch (IOException e) {
      throw new InfraError("cannot save a machine: " + e.getMessage(), e);
    }
  }

  /** What took too long may be the host's doing: only a crash or a refusal is the guest's. */
  private static void requirePrepared(Course course) {
    switch (course.kind()) {
      case QUIT_BY_HOST -> {}
      case GUEST_STOPPED -> throw new NotSaved(course.detail());
      case AGENT_SILENT, DEADLINE, HOST_FAULT -> throw new InfraError(course.detail());
    }
  }

  /** The disks change while the guest mounts them, so it gets copies that are kept. */
  private VmSpec withOwnDisks(VmSpec vm, Path folder) {
    ImageChecker copier = new ImageChecker(lane);
    List<Disk> disks = new ArrayList<>();
    for (Disk disk : vm.disks()) {
      Path copy = SavedMachine.disk(folder, disks.size());
      copier.copy(disk.image(), copy);
      disks.add(new Disk(copy, disk.serial(), false));
    }
    return vm.withDisks(disks);
  }
}
