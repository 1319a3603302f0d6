package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentRequest;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.model.ImageDef;
import dev.kverdict.record.Ending;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.QemuCommandLine;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs one trial: boots the guest or restores a saved one, asks the agent for one thing after the
 * other, and ends the machine. It judges nothing; it leaves raw records and the reason why it
 * stopped.
 */
public final class TrialRunner {

  /** How the detail begins of a trial that says nothing, because its machine did not go on. */
  static final String NOT_RESTORED = "the snapshot did not restore";

  private static final Duration QUIT = Duration.ofSeconds(10);

  private final Lane lane;
  private final Executor pumps;
  private final @Nullable DeadGuestInspector inspector;
  private final TrialListener moments;

  /**
   * Creates a runner.
   *
   * @param pumps must start each task at once
   * @param inspector who wants to look at guests that died, or null for nobody
   * @param moments who wants to know when things happen
   */
  public TrialRunner(
      Lane lane, Executor pumps, @Nullable DeadGuestInspector inspector, TrialListener moments) {
    this.lane = lane;
    this.pumps = pumps;
    this.inspector = inspector;
    this.moments = moments;
  }

  /**
   * Runs a trial and leaves its evidence in an existing, empty folder.
   *
   * @param ended called when the machine ended, before the file system's checker runs
   * @throws InfraError when even the evidence cannot be written
   */
  public void run(TrialSpec spec, Path folder, Runnable ended) {
    try {
      prepare(spec, folder);
      Ending ending =
          inspector == null
              ? onImage(spec, machine(spec), folder, ended)
              : held(spec, folder, ended);
      AtomicFiles.write(
          folder.resolve(EvidenceFiles.ENDING), EvidenceFiles.JSON.writeValueAsBytes(ending));
    } catch (IOException e) {
      throw new InfraError("cannot write the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private void prepare(TrialSpec spec, Path folder) throws IOException {
    AtomicFiles.write(
        folder.resolve(EvidenceFiles.INPUTS),
        EvidenceFiles.JSON
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                new EvidenceFiles.Inputs(
                    EvidenceFiles.SCHEMA,
                    spec.id(),
                    spec.guest().vm().accelerator().label(),
                    spec.from() == null ? null : spec.from().name(),
                    spec.seed(),
                    spec.expectedBuildIds(),
                    spec.digests())));
    Files.copy(spec.kernelConfig(), folder.resolve(EvidenceFiles.CONFIG));
    Path script = folder.resolve(EvidenceFiles.SCRIPT);
    Files.writeString(script, QemuCommandLine.script(spec.guest().vm(), EvidenceFiles.REQUESTS));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
  }

  /** The machine with its disks as they are when the trial begins. */
  private static VmSpec machine(TrialSpec spec) {
    SavedMachine from = spec.from();
    return from == null ? spec.guest().vm() : from.with(spec.guest().vm());
  }

  /** The gdb server's socket gets a short folder: its path has at most 107 bytes. */
  private Ending held(TrialSpec spec, Path folder, Runnable ended) throws IOException {
    Path place = Files.createTempDirectory("kvgdb");
    Path socket = place.resolve("gdb");
    try {
      return onImage(spec, machine(spec).heldBy(socket), folder, ended);
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(place);
    }
  }

  /** Where the image is to be checked, the guest gets a copy that can be read afterwards. */
  private Ending onImage(TrialSpec spec, VmSpec machine, Path folder, Runnable ended)
      throws IOException {
    ImageDef image = spec.guest().image();
    Course course = new Course();
    if (image == null || image.check() == null) {
      return watch(spec, machine, folder, course);
    }
    ImageChecker checker = new ImageChecker(lane);
    Path copy = folder.resolve("image");
    try {
      List<Disk> disks = new ArrayList<>();
      for (Disk disk : machine.disks()) {
        boolean checked = disk.serial().equals(image.serial());
        if (checked) {
          checker.copy(disk.image(), copy);
          moments.at(TrialStep.IMAGE_COPIED);
        }
        disks.add(checked ? new Disk(copy, disk.serial(), false) : disk);
      }
      Ending ending = watch(spec, machine.withDisks(disks), folder, course);
      ended.run();
      AtomicFiles.write(
          folder.resolve(EvidenceFiles.IMAGE_CHECK),
          EvidenceFiles.JSON.writeValueAsBytes(checker.check(image.check(), copy, course.clean())));
      moments.at(TrialStep.CHECKED);
      return ending;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private Ending watch(TrialSpec spec, VmSpec machine, Path folder, Course course)
      throws IOException {
    long start = System.nanoTime();
    Script script = Script.of(spec);
    List<AgentStep> requests = script.requests();
    try (var all = Files.newOutputStream(folder.resolve(EvidenceFiles.REQUESTS))) {
      for (AgentStep request : requests) {
        all.write(request.bytes());
      }
      all.write(AgentRequest.reboot(requests.size() + 1L));
    }
    Recorder recorder = recorder(spec, folder);
    try (recorder) {
      moments.at(TrialStep.STARTING);
      try (Vm vm = start(spec, machine, folder, recorder)) {
        moments.at(TrialStep.CONNECTED);
        recorder.follow(vm.agentOutput(), pumps);
        SavedMachine from = spec.from();
        int behind = from == null ? 0 : script.before(from.point());
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
          inspect(spec, folder, vm, machine.gdb(), course);
        }
        if (course.kind() == Ending.Kind.QUIT_BY_HOST && !vm.quit(QUIT)) {
          course.end(Ending.Kind.HOST_FAULT, "QEMU did not end when told to");
        }
        if (course.kind() == Ending.Kind.GUEST_STOPPED) {
          explain(vm, recorder, course);
        }
      }
      moments.at(TrialStep.ENDED);
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

  private Vm start(TrialSpec spec, VmSpec machine, Path folder, Recorder recorder) {
    SavedMachine from = spec.from();
    return from == null
        ? Vm.start(machine, folder, lane, pumps, recorder)
        : Vm.restore(machine, from.state(), folder, lane, pumps, recorder);
  }

  /** What the witnesses of a saved machine had said is part of each trial that goes on from it. */
  private Recorder recorder(TrialSpec spec, Path folder) throws IOException {
    SavedMachine from = spec.from();
    if (from != null) {
      for (String said : List.of(EvidenceFiles.CONSOLE, EvidenceFiles.AGENT)) {
        Files.copy(from.folder().resolve(said), folder.resolve(said));
      }
    }
    return new Recorder(folder, moments);
  }

  private void inspect(TrialSpec spec, Path folder, Vm vm, Path gdb, Course course) {
    DeadGuestInspector someone = inspector;
    if (someone != null) {
      someone.inspect(
          new HeldMachine(
              spec.id(), course.detail(), gdb, spec.guest().vm().kernel(), folder, vm::awaitEnd));
    }
  }

  /** Why QEMU ended without being told to: the guest, or somebody on the host. */
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
