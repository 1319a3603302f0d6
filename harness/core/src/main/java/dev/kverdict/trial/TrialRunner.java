package dev.kverdict.trial;

import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentMessage;
import dev.kverdict.guest.AgentRequest;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.matrix.ImageDef;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.vm.Accelerator;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one trial: boots the guest, asks the agent for one thing after the other, and ends the
 * machine. It judges nothing; it leaves raw records and the reason why it stopped.
 */
public final class TrialRunner {

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration QUIT = Duration.ofSeconds(10);

  private final Lane lane;
  private final Executor pumps;
  private final @Nullable Holder holder;

  /**
   * Creates a runner.
   *
   * @param pumps must start each task at once
   * @param holder who wants to look at guests that died, or null for nobody
   */
  public TrialRunner(Lane lane, Executor pumps, @Nullable Holder holder) {
    this.lane = lane;
    this.pumps = pumps;
    this.holder = holder;
  }

  /**
   * Runs a trial and leaves its evidence in an existing, empty folder.
   *
   * @throws InfraError when even the evidence cannot be written
   */
  public void run(TrialSpec spec, Path folder) {
    try {
      prepare(spec, folder);
      long start = System.nanoTime();
      Ending ending =
          holder == null ? onImage(spec, spec.vm(), folder, start) : held(spec, folder, start);
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
                    spec.vm().accelerator().label(),
                    spec.seed(),
                    spec.expectedBuildIds(),
                    spec.digests())));
    Files.copy(spec.kernelConfig(), folder.resolve(EvidenceFiles.CONFIG));
    Path script = folder.resolve(EvidenceFiles.SCRIPT);
    Files.writeString(script, QemuCommandLine.script(spec.vm(), EvidenceFiles.REQUESTS));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
  }

  /** The gdb server's socket gets a short folder: its path has at most 107 bytes. */
  private Ending held(TrialSpec spec, Path folder, long start) throws IOException {
    Path place = Files.createTempDirectory("kvgdb");
    Path socket = place.resolve("gdb");
    try {
      return onImage(spec, spec.vm().heldBy(socket), folder, start);
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(place);
    }
  }

  /** Where the image is to be checked, the guest gets a copy that can be read afterwards. */
  private Ending onImage(TrialSpec spec, VmSpec machine, Path folder, long start)
      throws IOException {
    ImageDef image = spec.image();
    if (image == null || image.check() == null) {
      return watch(spec, machine, folder, start);
    }
    ImageChecker checker = new ImageChecker(lane);
    Path copy = folder.resolve("image");
    try {
      List<Disk> disks = new ArrayList<>();
      for (Disk disk : machine.disks()) {
        boolean checked = disk.serial().equals(image.serial());
        if (checked) {
          checker.copy(disk.image(), copy);
        }
        disks.add(checked ? new Disk(copy, disk.serial(), false) : disk);
      }
      Ending ending = watch(spec, machine.withDisks(disks), folder, start);
      AtomicFiles.write(
          folder.resolve(EvidenceFiles.IMAGE_CHECK),
          EvidenceFiles.JSON.writeValueAsBytes(checker.check(image.check(), copy)));
      return ending;
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private Ending watch(TrialSpec spec, VmSpec machine, Path folder, long start) throws IOException {
    List<Request> requests = Request.all(spec);
    try (var all = Files.newOutputStream(folder.resolve(EvidenceFiles.REQUESTS))) {
      for (Request request : requests) {
        all.write(request.bytes());
      }
      all.write(AgentRequest.reboot(requests.size() + 1L));
    }
    Recorder recorder = new Recorder(folder);
    Course course = new Course();
    try (recorder) {
      try (Vm vm = Vm.start(machine, folder, lane, pumps, recorder)) {
        recorder.follow(vm.agentOutput(), pumps);
        converse(spec, requests, vm, recorder, course);
        if (machine.gdb() != null && course.kind != Ending.Kind.QUIT_BY_HOST && vm.alive()) {
          recorder.flush();
          hold(spec, folder, vm, machine.gdb(), course);
        }
        if (course.kind == Ending.Kind.QUIT_BY_HOST && !vm.quit(QUIT)) {
          course.end(Ending.Kind.HOST_FAULT, "QEMU did not end when told to");
        }
        if (course.kind == Ending.Kind.GUEST_STOPPED) {
          explain(vm, recorder, course);
        }
      }
    } catch (InfraError e) {
      course.end(Ending.Kind.HOST_FAULT, String.valueOf(e.getMessage()));
    }
    if (recorder.failure().isPresent()) {
      course.end(Ending.Kind.HOST_FAULT, recorder.failure().get());
    }
    return new Ending(
        course.kind, course.phase, course.detail, (System.nanoTime() - start) / 1_000_000);
  }

  private void hold(TrialSpec spec, Path folder, Vm vm, Path gdb, Course course) {
    Holder someone = holder;
    if (someone != null) {
      someone.hold(
          new HeldMachine(spec.id(), course.detail, gdb, spec.vm().kernel(), folder, vm::awaitEnd));
    }
  }

  /** How far it came and why it ended, while that is being found out. */
  private static final class Course {
    private Phase phase = Phase.BOOT;
    private Ending.Kind kind = Ending.Kind.HOST_FAULT;
    private String detail = "not started";

    void end(Ending.Kind why, String text) {
      kind = why;
      detail = text;
    }
  }

  /** Sends each request when the one before it was answered, until something ends the trial. */
  private static void converse(
      TrialSpec spec, List<Request> requests, Vm vm, Recorder recorder, Course course) {
    Accelerator accelerator = spec.vm().accelerator();
    long silence = accelerator.scale(SILENCE).toNanos();
    long deadline = System.nanoTime() + accelerator.scale(Request.BOOT).toNanos();
    long lastWord = System.nanoTime();
    int sent = 0;
    boolean crashed = false;
    ReportWait report = null;
    while (true) {
      long now = System.nanoTime();
      boolean speaking = course.phase != Phase.BOOT;
      long until = speaking ? Math.min(deadline, lastWord + silence) : deadline;
      if (report != null) {
        until = waitsUntil(report, recorder, deadline);
      }
      Signal signal = recorder.next(Math.max(0, until - now), TimeUnit.NANOSECONDS);
      switch (signal.kind()) {
        case NONE -> {
          boolean silent = speaking && System.nanoTime() - lastWord >= silence;
          if (report != null && System.nanoTime() < waitsUntil(report, recorder, deadline)) {
            continue; // the console went on meanwhile
          }
          if (crashed) {
            course.end(Ending.Kind.GUEST_STOPPED, "a crash report, then nothing more");
          } else if (silent) {
            course.end(
                Ending.Kind.AGENT_SILENT,
                "no heartbeat for " + silence / 1_000_000_000 + " s while QEMU ran on");
          } else {
            course.end(Ending.Kind.DEADLINE, "the deadline of phase " + course.phase + " passed");
          }
          return;
        }
        case CRASH -> {
          crashed = true;
          if (report == null) {
            report = new ReportWait(accelerator, now);
          }
        }
        case HARMLESS_CRASH -> {
          // A warning or a hang report: the guest goes on, and so do we.
        }
        case ENDED -> {
          course.end(Ending.Kind.GUEST_STOPPED, "QEMU ended");
          return;
        }
        case AGENT -> {
          lastWord = System.nanoTime();
          AgentMessage message = signal.message();
          if (!Request.answers(message, sent) || (crashed && spec.probes().isEmpty())) {
            continue;
          }
          if (crashed) {
            if (sent == counting(requests)) {
              course.end(Ending.Kind.GUEST_STOPPED, "a crash report; the counts were read");
              return;
            }
            sent = counting(requests) - 1;
          } else if (Request.unending(message)) {
            // Sync and unmount would wait for what that task holds.
            course.end(Ending.Kind.DEADLINE, "the program could not be ended");
            return;
          }
          if (sent == requests.size()) {
            course.end(Ending.Kind.QUIT_BY_HOST, "settled");
            return;
          }
          if (!crashed && Request.failedMount(message)) {
            // Nothing can run; what the agent said tells why.
            sent = requests.size() - 1;
          }
          sent++;
          if (!crashed) { // else it ended where it crashed, and only the counts are still read
            course.phase = requests.get(sent - 1).phase();
            deadline = System.nanoTime() + Request.limit(spec, course.phase).toNanos();
          }
          try {
            vm.sendToAgent(requests.get(sent - 1).bytes());
          } catch (IOException e) {
            course.detail = "the agent's channel broke"; // QEMU's end follows
          }
        }
      }
    }
  }

  private static long waitsUntil(ReportWait report, Recorder recorder, long deadline) {
    return Math.min(deadline, report.until(recorder.reportFinished(), recorder.reportSince()));
  }

  /** The number of the request that reads the counts. */
  private static int counting(List<Request> requests) {
    return requests.indexOf(requests.stream().filter(Request::counts).findFirst().orElseThrow())
        + 1;
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
      course.detail = events;
    }
  }
}
