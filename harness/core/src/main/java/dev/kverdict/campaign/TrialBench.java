package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.trial.Holder;
import dev.kverdict.trial.MachineSaver;
import dev.kverdict.trial.Moments;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.TrialRunner;
import dev.kverdict.trial.TrialSpec;
import dev.kverdict.verdict.Outcomes;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.AcceleratorProbe;
import dev.kverdict.vm.QemuCommandLine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs trials for a campaign, or finds their evidence in the store. */
final class TrialBench implements AutoCloseable {

  private static final int RECIPE = 7;
  private static final int ATTEMPTS = 3;

  /** The file with the crashes as text. */
  private static final String CRASHES = "crashes.txt";

  private final Lane lane;
  private final Store store;
  private final Store kept;
  private final Moments moments;
  private final Materials materials;
  private final Guests guests;
  private final Snapshots snapshots;
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
      int patchedBoots,
      @Nullable Holder holder,
      Consumer<Event> events) {
    this.lane = lane;
    this.store = store;
    this.kept = store;
    this.moments = Moments.NONE;
    this.materials = materials;
    this.guests = new Guests(matrix, materials);
    this.folder = folder;
    this.pumps = pumps;
    this.fresh = fresh;
    this.holder = holder;
    this.events = events;
    CommandResult version = lane.run(Command.asking(QemuCommandLine.PROGRAM, "--version"));
    if (!version.ok()) {
      throw new InfraError("QEMU does not tell its version: " + version.summary());
    }
    this.qemu = version.output().get(0);
    this.snapshots =
        new Snapshots(
            store, guests, new MachineSaver(lane, pumps, Moments.NONE), qemu, patchedBoots, events);
  }

  private TrialBench(TrialBench other, Store kept, Moments moments) {
    this.lane = other.lane;
    this.store = other.store;
    this.kept = kept;
    this.moments = moments;
    this.materials = other.materials;
    this.guests = other.guests;
    this.snapshots = other.snapshots;
    this.folder = other.folder;
    this.pumps = other.pumps;
    this.fresh = other.fresh;
    this.holder = null;
    this.events = other.events;
    this.qemu = other.qemu;
  }

  /** The same for trials that nobody wants to look at. */
  TrialBench unheld() {
    return new TrialBench(this, kept, moments);
  }

  /** The same for trials that are measured: their evidence is looked for and kept elsewhere. */
  TrialBench keepingIn(Store other, Moments watched) {
    return new TrialBench(this, other, watched);
  }

  Guests guests() {
    return guests;
  }

  String qemuVersion() {
    return qemu;
  }

  /**
   * KVM if this very kernel reaches user space on it, else TCG; asked once per boot of the host,
   * and again when somebody else may open the device.
   */
  Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      VmSpec spec = guests.vm(cell, kernel, Accelerator.KVM);
      String who = lane.name() + " " + lane.cage().kind() + " " + AcceleratorProbe.access();
      Key key = Key.of("accelerator", RECIPE, boot, qemu, kernel.keyDigest(), who);
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

  /**
   * One trial; a failure of the host is tried again, and each attempt is kept.
   *
   * @param restored whether it may go on from a saved machine instead of booting
   * @param ended called when its machine ended; a further attempt, which a fault of the host takes,
   *     has its machine beyond the budget
   */
  Trial trial(
      Cell cell,
      TrialId id,
      KernelArtefact kernel,
      Accelerator accelerator,
      List<Probe> probes,
      boolean restored,
      Runnable ended) {
    Preparation guest = guests.guest(cell, kernel, accelerator, probes);
    int attempt = 1;
    while (true) {
      Optional<Snapshots.Origin> origin =
          restored && holder == null
              ? snapshots.origin(cell, kernel, guest, id.number())
              : Optional.empty();
      Optional<SavedMachine> from = origin.flatMap(o -> snapshots.machine(cell, o, guest));
      if (origin.isPresent() && from.isEmpty()) {
        continue; // the next origin, or a boot
      }
      TrialSpec spec = spec(cell, id, kernel, guest, from.orElse(null));
      Key key = key(spec);
      // What is in the store cannot be held.
      boolean again = fresh || holder != null;
      Optional<Entry> known = again ? Optional.empty() : kept.find(key);
      Trial trial;
      if (known.isPresent()) {
        try (Entry entry = known.get()) {
          trial = fromStore(cell, id, entry, attempt, materials.symbols(kernel));
        }
      } else {
        trial = run(spec, key, attempt, materials.symbols(kernel), ended);
      }
      if (trial.outcome().kind() != Outcome.Kind.INFRA) {
        return trial;
      }
      String detail = trial.outcome().detail();
      events.accept(new Event.Note("trial " + id + ", attempt " + attempt + ": " + detail));
      from.ifPresent(machine -> snapshots.discard(machine.name(), cell, detail));
      if (attempt == ATTEMPTS) {
        return trial;
      }
      attempt++;
    }
  }

  private Trial fromStore(Cell cell, TrialId id, Entry entry, int attempt, Symbols symbols) {
    long start = System.nanoTime();
    try {
      Path evidence = folder.trial(id, attempt);
      copy(entry.folder(), evidence);
      return told(judge(evidence, cell.program(), symbols), id, start, true);
    } catch (IOException e) {
      throw new InfraError("cannot read the evidence of " + id + ": " + e.getMessage(), e);
    }
  }

  private Trial run(TrialSpec spec, Key key, int attempt, Symbols symbols, Runnable ended) {
    long start = System.nanoTime();
    try {
      Path evidence = folder.trial(spec.id(), attempt);
      events.accept(new Event.TrialStarted(spec.id()));
      new TrialRunner(lane, pumps, holder, moments).run(spec, evidence, ended);
      moments.at("evidence written");
      Trial trial = judge(evidence, spec.def(), symbols);
      moments.at("evidence read and judged");
      if (trial.outcome().kind() != Outcome.Kind.INFRA && holder == null) {
        // What is drawn from evidence is not evidence itself.
        kept.obtain(key, entry -> copy(evidence, entry, CRASHES)).close();
        moments.at("evidence kept in the store");
      }
      return told(trial, spec.id(), start, false);
    } catch (IOException e) {
      throw new InfraError("cannot keep the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private static Trial judge(Path evidence, ReproducerDef program, Symbols symbols)
      throws IOException {
    Evidence read = EvidenceReader.read(evidence).with(symbols);
    if (!read.crashes().isEmpty()) {
      Files.writeString(evidence.resolve(CRASHES), CrashText.of(read.crashes(), true));
    }
    return new Trial(Outcomes.of(read, program), read);
  }

  private Trial told(Trial trial, TrialId id, long start, boolean fromStore) {
    events.accept(
        new Event.TrialEnded(
            id,
            trial.outcome().kind().name(),
            trial.outcome().detail(),
            (System.nanoTime() - start) / 1_000_000,
            fromStore));
    return trial;
  }

  /** Whether a trial went on from a machine that was thrown away since. */
  boolean discarded(Outcome outcome) {
    return outcome.snapshot() != null && snapshots.discarded().containsKey(outcome.snapshot());
  }

  /** Throws a saved machine away; nobody finds again what was observed on it. */
  void discard(String machine, Cell cell, String why) {
    snapshots.discard(machine, cell, why);
  }

  /** Why saved machines were thrown away, by their names. */
  Map<String, DiscardedMachine> discarded() {
    return snapshots.discarded();
  }

  /**
   * Everything that could make a trial come out differently: of a saved machine which one it was,
   * not only how it was made.
   */
  private Key key(TrialSpec spec) {
    SavedMachine from = spec.from();
    return Key.of(
        "trial",
        RECIPE,
        new TreeMap<>(spec.digests()).toString(),
        Guests.described(spec.guest()),
        String.join("\n", spec.def().args()),
        spec.def().timeout().toString(),
        qemu,
        spec.guest().probes().toString(),
        from == null ? "booted" : from.name(),
        spec.id().series(),
        Integer.toString(spec.id().number()));
  }

  private TrialSpec spec(
      Cell cell,
      TrialId id,
      KernelArtefact kernel,
      Preparation guest,
      @Nullable SavedMachine from) {
    Entry program = materials.program(cell.program());
    Map<String, String> digests = guests.digests(cell, kernel);
    digests.put("program", program.key().digest());
    return new TrialSpec(
        id,
        guest,
        from,
        kernel.config(),
        kernel.buildIds(),
        StaticCompiler.binary(program),
        cell.program(),
        id.number(),
        digests);
  }

  private static void copy(Path from, Path to, String... except) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file :
          files.filter(f -> !List.of(except).contains(f.getFileName().toString())).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Override
  public void close() {
    snapshots.close();
  }
}
