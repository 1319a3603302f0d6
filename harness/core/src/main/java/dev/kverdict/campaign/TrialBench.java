package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.guest.Initramfs;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageMaker;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.matrix.ImageDef;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.Event;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.trial.Holder;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.TrialRunner;
import dev.kverdict.trial.TrialSpec;
import dev.kverdict.verdict.Outcomes;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.AcceleratorProbe;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.QemuCommandLine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs trials for a campaign, or finds their evidence in the store. */
final class TrialBench {

  private static final int RECIPE = 4;
  private static final int ATTEMPTS = 3;

  private final Lane lane;
  private final Store store;
  private final Matrix matrix;
  private final Materials materials;
  private final RunFolder folder;
  private final Executor pumps;
  private final boolean fresh;
  private final @Nullable Holder holder;
  private final Consumer<Event> events;
  private final String qemu;

  TrialBench(
      Lane lane,
      Store store,
      Matrix matrix,
      Materials materials,
      RunFolder folder,
      Executor pumps,
      boolean fresh,
      @Nullable Holder holder,
      Consumer<Event> events) {
    this.lane = lane;
    this.store = store;
    this.matrix = matrix;
    this.materials = materials;
    this.folder = folder;
    this.pumps = pumps;
    this.fresh = fresh || holder != null; // what is in the store cannot be held
    this.holder = holder;
    this.events = events;
    CommandResult version =
        lane.run(Command.of(store.root(), QemuCommandLine.PROGRAM, "--version"));
    if (!version.ok()) {
      throw new InfraError("QEMU does not tell its version: " + version.summary());
    }
    this.qemu = version.output().get(0);
  }

  private TrialBench(TrialBench other) {
    this.lane = other.lane;
    this.store = other.store;
    this.matrix = other.matrix;
    this.materials = other.materials;
    this.folder = other.folder;
    this.pumps = other.pumps;
    this.fresh = false;
    this.holder = null;
    this.events = other.events;
    this.qemu = other.qemu;
  }

  /** The same for trials that nobody wants to look at. */
  TrialBench unheld() {
    return new TrialBench(this);
  }

  String qemuVersion() {
    return qemu;
  }

  /**
   * KVM if this very kernel reaches user space on it, else TCG; asked once per boot of the host.
   */
  Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      VmSpec spec = vm(cell, kernel, Accelerator.KVM);
      Key key = Key.of("accelerator", RECIPE, boot, qemu, kernel.keyDigest());
      try (Entry entry =
          store.obtain(
              key,
              answer -> {
                AcceleratorProbe.Answer found =
                    AcceleratorProbe.probe(spec, folder.path(), lane, pumps);
                Files.writeString(
                    answer.resolve("answer"),
                    found.accelerator().name() + "\n" + found.reason() + "\n");
              })) {
        List<String> lines = Files.readAllLines(entry.folder().resolve("answer"));
        Accelerator accelerator = Accelerator.valueOf(lines.get(0));
        events.accept(new Event.Note("accelerator " + accelerator.label() + ": " + lines.get(1)));
        return accelerator;
      }
    } catch (IOException e) {
      throw new InfraError("cannot choose an accelerator: " + e.getMessage(), e);
    }
  }

  /** A trial's outcome beside what it was drawn from. */
  record Trial(Outcome outcome, Evidence evidence) {}

  /** One trial; a failure of the host is tried again, and each attempt is kept. */
  Trial trial(
      Cell cell, TrialId id, KernelArtefact kernel, Accelerator accelerator, List<Probe> probes) {
    TrialSpec spec = spec(cell, id, kernel, accelerator, probes);
    Symbols symbols = materials.symbols(kernel);
    Trial trial = attempt(spec, symbols, 1);
    for (int attempt = 2; attempt <= ATTEMPTS && infra(trial); attempt++) {
      tell(id, attempt - 1, trial);
      trial = attempt(spec, symbols, attempt);
    }
    if (infra(trial)) {
      tell(id, ATTEMPTS, trial);
    }
    return trial;
  }

  private static boolean infra(Trial trial) {
    return trial.outcome().kind() == Outcome.Kind.INFRA;
  }

  private void tell(TrialId id, int attempt, Trial trial) {
    events.accept(
        new Event.Note("trial " + id + ", attempt " + attempt + ": " + trial.outcome().detail()));
  }

  private Trial attempt(TrialSpec spec, Symbols symbols, int attempt) {
    Key key = key(spec);
    long start = System.nanoTime();
    try {
      Path evidence = folder.trial(spec.id(), attempt);
      Optional<Entry> known = fresh ? Optional.empty() : store.find(key);
      boolean fromStore = known.isPresent();
      if (fromStore) {
        try (Entry entry = known.get()) {
          copy(entry.folder(), evidence);
        }
      } else {
        events.accept(new Event.TrialStarted(spec.id()));
        new TrialRunner(lane, pumps, holder).run(spec, evidence);
      }
      Evidence read = EvidenceReader.read(evidence).with(symbols);
      Outcome outcome = Outcomes.of(read, spec.def());
      if (!fromStore && outcome.kind() != Outcome.Kind.INFRA && holder == null) {
        store.obtain(key, entry -> copy(evidence, entry)).close();
      }
      if (!read.crashes().isEmpty()) { // drawn from the console, so not evidence itself
        Files.writeString(evidence.resolve("crashes.txt"), CrashText.of(read.crashes(), true));
      }
      events.accept(
          new Event.TrialEnded(
              spec.id(),
              outcome.kind().name(),
              outcome.detail(),
              (System.nanoTime() - start) / 1_000_000,
              fromStore));
      return new Trial(outcome, read);
    } catch (IOException e) {
      throw new InfraError("cannot keep the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  /** Everything that could make a trial come out differently. */
  private Key key(TrialSpec spec) {
    return Key.of(
        "trial",
        RECIPE,
        new TreeMap<>(spec.digests()).toString(),
        spec.vm().fullCmdline(),
        spec.vm().accelerator().name(),
        spec.vm().memoryMiB() + " " + spec.vm().smp(),
        String.join("\n", spec.def().args()),
        spec.def().timeout().toString(),
        String.join("\n", spec.modules()),
        String.valueOf(spec.image()),
        qemu,
        spec.probes().toString(),
        spec.id().series(),
        Integer.toString(spec.id().number()));
  }

  private TrialSpec spec(
      Cell cell, TrialId id, KernelArtefact kernel, Accelerator accelerator, List<Probe> probes) {
    Entry image = materials.image(cell.program());
    Map<String, String> digests = new TreeMap<>();
    // What runs, not how it was made: the same code from another build is the same trial.
    digests.put("kernel", kernel.codeDigest());
    digests.put("agent", materials.agent().key().digest());
    digests.put("program", materials.program(cell.program()).key().digest());
    digests.put("image", image == null ? "none" : image.key().digest());
    return new TrialSpec(
        id,
        vm(cell, kernel, accelerator),
        kernel.config(),
        cell.kernel().modules(),
        kernel.buildIds(),
        StaticCompiler.binary(materials.program(cell.program())),
        cell.program(),
        imageDef(cell),
        id.number(),
        probes,
        digests);
  }

  private VmSpec vm(Cell cell, KernelArtefact kernel, Accelerator accelerator) {
    List<Disk> disks = new ArrayList<>();
    Entry image = materials.image(cell.program());
    ImageDef def = imageDef(cell);
    if (image != null && def != null) {
      disks.add(new Disk(ImageMaker.file(image), def.serial(), true));
    }
    return new VmSpec(
        kernel.vmlinux(),
        Initramfs.archive(materials.initramfs(kernel)),
        cell.kernel().cmdline(),
        cell.kernel().memoryMiB(),
        cell.kernel().smp(),
        disks,
        accelerator,
        null);
  }

  private @Nullable ImageDef imageDef(Cell cell) {
    String name = cell.program().image();
    return name == null ? null : matrix.images().get(name);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
