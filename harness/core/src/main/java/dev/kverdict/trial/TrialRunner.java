package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentRequest;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.host.ShortLived;
import dev.kverdict.record.Ending;
import dev.kverdict.vm.Beginning;
import dev.kverdict.vm.QemuCommandLine;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs one trial: boots the guest or restores a snapshot, sends the requests to the agent, and ends
 * the machine. It judges nothing; it leaves raw records and the reason why it stopped.
 *
 * @param lane where QEMU runs
 * @param pumps must start each task at once
 * @param inspector inspects guests that died, or null
 * @param listener listens to the steps
 */
public record TrialRunner(
    Lane lane, Executor pumps, @Nullable DeadGuestInspector inspector, TrialListener listener) {

  /** Start of the detail of a trial whose snapshot did not resume. */
  static final String NOT_RESTORED = "the snapshot did not restore";

  private static final Duration QUIT = Duration.ofSeconds(10);

  /**
   * Runs a trial and writes its evidence to an existing, empty directory.
   *
   * @param ended called when the machine has ended, before the file system's checker runs
   * @throws InfraError if the evidence cannot be written
   */
  public void run(TrialSpec spec, Path directory, Runnable ended) {
    try {
      prepare(spec, directory);
      Ending ending =
          inspector == null
              ? onImage(spec, machine(spec), directory, ended)
              : inspected(spec, directory, ended);
      AtomicFiles.write(
          directory.resolve(EvidenceFiles.ENDING), EvidenceFiles.JSON.writeValueAsBytes(ending));
    } catch (IOException e) {
      throw new InfraError("cannot write the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private void prepare(TrialSpec spec, Path directory) throws IOException {
    AtomicFiles.write(
        directory.resolve(EvidenceFiles.INPUTS),
        EvidenceFiles.JSON
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                new EvidenceFiles.Inputs(
                    EvidenceFiles.SCHEMA,
                    spec.id(),
                    spec.guest().vm().accelerator().label(),
                    spec.from() == null ? null : spec.from().name(),
                    spec.seed(),
                    spec.exposure() == null ? null : spec.exposure().toMillis(),
                    spec.expectedBuildIds(),
                    spec.digests())));
    Files.copy(spec.kernelConfig(), directory.resolve(EvidenceFiles.CONFIG));
    Path script = directory.resolve(EvidenceFiles.SCRIPT);
    Files.writeString(script, QemuCommandLine.script(spec.guest().vm(), EvidenceFiles.REQUESTS));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
  }

  /** Returns the machine with its disks as they are when the trial begins. */
  private static VmSpec machine(TrialSpec spec) {
    SavedMachine from = spec.from();
    return from == null ? spec.guest().vm() : from.of(spec.guest());
  }

  /**
   * Runs a trial on a machine that stops when its guest dies. The gdb server's socket needs a
   * directory with a short name: its path has at most 107 bytes.
   */
  private Ending inspected(TrialSpec spec, Path directory, Runnable ended) throws IOException {
    Path place = ShortLived.directory("kvgdb");
    Path socket = place.resolve("gdb");
    try {
      return onImage(spec, machine(spec).heldBy(socket), directory, ended);
    } finally {
      ShortLived.delete(place);
    }
  }

  /** Runs a trial, on copies of the images that are to be checked afterwards. */
  private Ending onImage(TrialSpec spec, VmSpec machine, Path directory, Runnable ended)
      throws IOException {
    Course course = new Course();
    try (CheckedImages images = CheckedImages.of(spec.guest().images(), lane, directory)) {
      if (images.isEmpty()) {
        return watch(spec, machine, directory, course);
      }
      VmSpec onCopies = machine.withDisks(images.copied(machine.disks()));
      listener.at(TrialStep.IMAGE_COPIED);
      Ending ending = watch(spec, onCopies, directory, course);
      ended.run();
      images.check(course.clean());
      listener.at(TrialStep.CHECKED);
      return ending;
    }
  }

  private Ending watch(TrialSpec spec, VmSpec machine, Path directory, Course course)
      throws IOException {
    long start = System.nanoTime();
    Script script = Script.of(spec);
    List<AgentStep> requests = script.requests();
    try (var all = Files.newOutputStream(directory.resolve(EvidenceFiles.REQUESTS))) {
      for (AgentStep request : requests) {
        all.write(request.bytes());
      }
      all.write(AgentRequest.reboot(requests.size() + 1L));
    }
    Recorder recorder = recorder(spec, directory);
    try (recorder) {
      listener.at(TrialStep.STARTING);
      try (Vm vm = start(spec, machine, directory, recorder)) {
        listener.at(TrialStep.CONNECTED);
        recorder.follow(vm, pumps);
        SavedMachine from = spec.from();
        int behind = from == null ? 0 : script.before(from.stage());
        new Conversation(
                spec.guest(),
                script,
                behind,
                requests.size(),
                vm::sendToAgent,
                recorder,
                course,
                System::nanoTime)
            .run();
        if (machine.gdb() != null && course.kind() != Ending.Kind.QUIT_BY_HOST && vm.alive()) {
          recorder.flush();
          inspect(spec, directory, vm, machine.gdb(), course);
        }
        if (course.kind() == Ending.Kind.QUIT_BY_HOST && !vm.quit(QUIT)) {
          course.end(Ending.Kind.HOST_FAULT, "QEMU did not end when told to");
        }
        if (course.kind() == Ending.Kind.GUEST_STOPPED) {
          explain(vm, recorder, course);
        }
      }
      listener.at(TrialStep.ENDED);
    } catch (InfraError e) {
      course.end(Ending.Kind.HOST_FAULT, String.valueOf(e.getMessage()));
    }
    if (recorder.failure().isPresent()) {
      course.end(Ending.Kind.HOST_FAULT, recorder.failure().get());
    }
    if (spec.from() != null && course.answers() == 0 && !recorder.crashed()) {
      course.end(Ending.Kind.HOST_FAULT, NOT_RESTORED + ": " + course.detail());
    }
    return course.ending(start);
  }

  private Vm start(TrialSpec spec, VmSpec machine, Path directory, Recorder recorder) {
    SavedMachine from = spec.from();
    Beginning beginning = from == null ? Beginning.BOOT : from.beginning();
    return Vm.start(machine, beginning, directory, lane, pumps, recorder);
  }

  /** Opens the record, which begins with what the witnesses of the snapshot had reported. */
  private Recorder recorder(TrialSpec spec, Path directory) throws IOException {
    SavedMachine from = spec.from();
    if (from != null) {
      from.copyRecords(directory);
    }
    return new Recorder(directory, listener);
  }

  private void inspect(TrialSpec spec, Path directory, Vm vm, Path gdb, Course course) {
    DeadGuestInspector someone = inspector;
    if (someone != null) {
      someone.inspect(
          new HeldMachine(
              spec.id(),
              course.detail(),
              gdb,
              spec.guest().vm().kernel(),
              directory,
              vm::awaitEnd));
    }
  }

  /** Explains why QEMU ended unasked: because of the guest, or of the host. */
  private static void explain(Vm vm, Recorder recorder, Course course) {
    String events = String.join(", ", recorder.guestEvents());
    int code = vm.exitCode().orElse(0);
    if (code != 0) {
      course.end(
          Ending.Kind.HOST_FAULT,
          "QEMU ended with "
              + (code > 128 ? "signal " + (code - 128) : "exit code " + code)
              + (vm.qemuOutput().isEmpty() ? "" : ": " + vm.qemuOutput()));
    } else if (recorder.noSpace()) {
      course.end(Ending.Kind.HOST_FAULT, "no space left on the host for the guest's disk");
    } else if (!events.isEmpty()) {
      course.explain(events);
    }
  }
}
