package dev.kverdict.shard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.campaign.Source;
import dev.kverdict.campaign.Sources;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelBuilds;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TrialMachines;
import dev.kverdict.pool.TrialRuns;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.trial.Probe;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.Outcomes;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A host that builds nothing and boots nothing: each trial leaves evidence that a machine of ours
 * once left, under another name. What a trial shows follows from the names of its patch and its
 * program alone, so all such hosts are alike.
 *
 * @param folder for kernels
 */
record PlayedHost(Path folder) implements Sources {

  private static final Path EVIDENCE = Path.of("src/test/evidence");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BuildOutcome REJECTED =
      BuildOutcome.patchRejected(List.of("fs/f.c: hunk 1 does not fit"));
  private static final int PATCHED_BOOTS = Counting.patchedBoots(0.95);

  @Override
  public Source open(Supplier<Source> host, RunFolder run, Consumer<Event> events) {
    return new Played(new Store(folder, new DeadLane(), 1 << 30), run, events);
  }

  /** The kind of evidence that a trial leaves, by the name of its directory. */
  private static String shown(TrialId id, @Nullable String snapshot) {
    if (id.repro().startsWith("canary")) {
      return id.repro();
    }
    String patch = id.patch();
    if (id.repro().equals("holds")) {
      return patch != null && patch.startsWith("avoiding") ? "failed" : "clean";
    }
    if (patch == null) {
      return id.repro().equals("sometimes") && id.number() % 3 == 0 ? "clean" : "failed";
    }
    return switch (kind(patch)) {
      case "wrong", "inert", "series~without-1" -> "failed";
      case "half", "masking", "series~first-1" -> id.repro().equals("second") ? "failed" : "clean";
      case "flaky" -> id.number() % 4 == 0 ? "failed" : "clean";
      case "doubt" -> snapshot != null && id.number() == 1 ? "failed" : "clean";
      default -> "clean";
    };
  }

  /** Patches of one kind have a number behind it. */
  private static String kind(String patch) {
    return patch.startsWith("series") ? patch : patch.replaceFirst("[-.].*", "");
  }

  private static final class Played implements Source, KernelBuilds, TrialMachines {

    private final Store store;
    private final RunFolder run;
    private final Consumer<Event> events;
    private final Map<String, KernelBuild> builds = new ConcurrentHashMap<>();
    private final Map<String, DiscardedMachine> discarded = new ConcurrentHashMap<>();

    Played(Store store, RunFolder run, Consumer<Event> events) {
      this.store = store;
      this.run = run;
      this.events = events;
    }

    @Override
    public KernelBuilds builds() {
      return this;
    }

    @Override
    public TrialMachines machines() {
      return this;
    }

    @Override
    public KernelBuild control(KernelDef kernel) {
      return builds.computeIfAbsent(kernel.name(), this::built);
    }

    @Override
    public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
      return switch (kind(patch.name())) {
        case "same" -> Optional.of(new AppliedPatch(Optional.empty(), "same"));
        case "rejected" -> Optional.of(new AppliedPatch(Optional.of(REJECTED), ""));
        case "unknown" -> Optional.empty();
        default -> Optional.of(new AppliedPatch(Optional.empty(), patch.content().digest()));
      };
    }

    @Override
    public KernelBuild patched(KernelDef kernel, PatchDef patch) {
      return switch (kind(patch.name())) {
        case "broken" ->
            KernelBuild.failed(BuildOutcome.buildFailed(List.of("fs/f.c:1: error: no")));
        case "rejected" -> KernelBuild.failed(REJECTED);
        case "damaged" ->
            throw new UserError(patch.name(), "was damaged on its way", "send it again\nlike this");
        default -> builds.computeIfAbsent(kernel.name() + "/" + patch.name(), this::built);
      };
    }

    private KernelBuild built(String name) {
      Entry entry =
          store.obtain(
              Key.of("kernel", 1, name),
              into -> {
                KernelArtefact.write(into, new KernelArtefact.Facts(1, "6.1", Map.of(), name));
                Files.writeString(into.resolve("config"), "CONFIG_KASAN=y\n");
                Files.writeString(into.resolve("vmlinux"), "for machines alone");
                if (name.contains("/")) {
                  Files.writeString(KernelArtefact.changes(into), "");
                }
              });
      return new KernelBuild(BuildOutcome.built(name), Optional.of(new KernelArtefact(entry)));
    }

    @Override
    public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
      return Accelerator.TCG;
    }

    @Override
    public TrialRuns trials(Side side, Accelerator accelerator) {
      return new Trials(side);
    }

    @Override
    public TrialRuns unattended(Side side, Accelerator accelerator) {
      return new Trials(side);
    }

    @Override
    public void release(Cell cell, KernelArtefact kernel) {}

    @Override
    public String qemuVersion() {
      return "7.2";
    }

    @Override
    public Map<String, DiscardedMachine> discarded() {
      return Map.copyOf(discarded);
    }

    @Override
    public Optional<String> userlandText(ReproducerDef program) {
      return Optional.empty();
    }

    @Override
    public ProbePoints points() {
      return new ProbePoints(new DeadLane(), store);
    }

    @Override
    public void close() {
      builds.values().forEach(build -> build.artefact().ifPresent(KernelArtefact::close));
    }

    private final class Trials implements TrialRuns {

      private final Side side;

      Trials(Side side) {
        this.side = side;
      }

      @Override
      public Trial run(
          TrialId id,
          List<Probe> probes,
          boolean restored,
          @Nullable Duration exposure,
          Runnable ended) {
        String machine = restored && probes.isEmpty() ? machine(id) : null;
        String snapshot = machine == null || discarded.containsKey(machine) ? null : machine;
        try {
          Path to = run.trial(id, 1);
          record(id, snapshot, EVIDENCE.resolve(shown(id, snapshot)), to);
          Evidence read = EvidenceReader.read(to);
          Outcome outcome = Outcomes.of(read, side.cell().program());
          events.accept(
              new Event.TrialEnded(
                  id,
                  outcome.kind(),
                  outcome.detail(),
                  id.number(),
                  true, // nobody waits for a disk
                  run.path().relativize(to).toString()));
          return new Trial(outcome, read);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      private String machine(TrialId id) {
        int boots = id.patch() == null ? Counting.CONTROL_BOOTS : PATCHED_BOOTS;
        return "%s-%s-%d"
            .formatted(
                id.kernelUnderTest().replace('/', '-'), id.repro(), (id.number() - 1) % boots + 1);
      }

      private void record(TrialId id, @Nullable String snapshot, Path from, Path to)
          throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
          files = all.toList();
        }
        for (Path file : files) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
        ObjectNode inputs = (ObjectNode) JSON.readTree(to.resolve("trial.json").toFile());
        JsonNode named = JSON.valueToTree(id);
        inputs.set("trial", named);
        inputs.put("snapshot", snapshot);
        inputs
            .putObject("digests")
            .put("kernel", side.kernel().codeDigest())
            .put("program", "digest of " + id.repro());
        JSON.writeValue(to.resolve("trial.json").toFile(), inputs);
      }

      @Override
      public boolean discarded(Outcome outcome) {
        return outcome.snapshot() != null && discarded.containsKey(outcome.snapshot());
      }

      @Override
      public void discard(String machine, String why) {
        discarded.putIfAbsent(
            machine, new DiscardedMachine(side.cell().kernelUnderTest(), machine, why));
      }
    }
  }
}
