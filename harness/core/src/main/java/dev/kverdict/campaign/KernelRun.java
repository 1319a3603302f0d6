package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.KernelBuild;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.matrix.KernelDef;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.Canary;
import dev.kverdict.verdict.Masking;
import dev.kverdict.verdict.SameBug;
import dev.kverdict.vm.Accelerator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One kernel of a campaign: its builds, and the trials on them. */
final class KernelRun {

  private final KernelDef kernel;
  private final Builds builds;
  private final TrialBench bench;
  private final Threads threads;
  private final CellTrials trials;
  private final RunFolder folder;
  private final ReachedEvidence reached;
  private final Accelerator accelerator;
  private final boolean restoring;
  private final Map<String, CompletableFuture<List<Outcome>>> controls = new ConcurrentHashMap<>();
  private final Map<String, Side> sides = new ConcurrentHashMap<>();
  private @Nullable CompletableFuture<Optional<String>> selfTest;

  /**
   * Builds the control.
   *
   * @param points where lines lie in kernels
   * @param folder where patches that are made for evidence are kept
   * @param asked the accelerator, or null to find out
   * @param first what the accelerator is tried with
   * @param restoring whether trials may go on from saved machines
   */
  KernelRun(
      KernelDef kernel,
      Builds builds,
      TrialBench bench,
      Threads threads,
      CellTrials trials,
      ProbePoints points,
      RunFolder folder,
      @Nullable Accelerator asked,
      ReproducerDef first,
      boolean restoring) {
    this.kernel = kernel;
    this.builds = builds;
    this.bench = bench;
    this.threads = threads;
    this.trials = trials;
    this.folder = folder;
    this.restoring = restoring;
    this.reached = new ReachedEvidence(points, threads.cells());
    this.accelerator =
        builds
            .control(kernel)
            .artefact()
            .filter(built -> asked == null)
            .map(built -> bench.accelerator(new Cell(kernel, null, first), built))
            .orElse(asked == null ? Accelerator.TCG : asked);
  }

  String name() {
    return kernel.name();
  }

  Accelerator accelerator() {
    return accelerator;
  }

  /** The kernel with a patch, or without one; waits for the build. */
  KernelBuild built(@Nullable PatchDef patch) {
    KernelBuild control = builds.control(kernel);
    return patch == null || control.artefact().isEmpty() ? control : builds.patched(kernel, patch);
  }

  /** Where trials come from; empty when there is nothing to boot. */
  Optional<Side> side(@Nullable PatchDef patch, ReproducerDef program) {
    Cell cell = new Cell(kernel, patch, program);
    return built(patch)
        .artefact()
        .map(
            found ->
                sides.computeIfAbsent(
                    cell.kernelUnderTest() + " " + program.name(),
                    name -> side(cell, found, bench, restoring)));
  }

  private Side side(Cell cell, KernelArtefact artefact, TrialBench where, boolean restored) {
    return new Side(cell, artefact, accelerator, where, threads.machines(), restored);
  }

  /** The trials of a program on the control, run once. */
  CompletableFuture<List<Outcome>> controlTrials(ReproducerDef program) {
    return controls.computeIfAbsent(
        program.name(),
        name ->
            CompletableFuture.supplyAsync(
                () -> side(null, program).map(trials::control).orElse(List.of()), threads.cells()));
  }

  /** Has a control's trials be looked at anew: a saved machine was thrown away since. */
  void forgetControl(ReproducerDef program) {
    controls.remove(program.name());
  }

  /** The trials that show whether the detectors notice what they have to, run once. */
  synchronized CompletableFuture<Optional<String>> selfTest() {
    CompletableFuture<Optional<String>> known = selfTest;
    if (known == null) {
      known =
          CompletableFuture.supplyAsync(
              () -> built(null).artefact().flatMap(this::missedCanary), threads.cells());
      selfTest = known;
    }
    return known;
  }

  private Optional<String> missedCanary(KernelArtefact control) {
    Map<Canary, CompletableFuture<List<Outcome>>> running = new EnumMap<>(Canary.class);
    for (Canary canary : Canary.values()) {
      Cell cell = new Cell(kernel, null, canary.program());
      Side side = side(cell, control, bench.unheld(), false);
      running.put(
          canary,
          CompletableFuture.supplyAsync(() -> side.trials(TrialId.PLAIN, 1, 1), threads.cells()));
    }
    Map<Canary, Outcome> outcomes = new EnumMap<>(Canary.class);
    running.forEach((canary, trials) -> outcomes.put(canary, trials.join().get(0)));
    return Canary.missed(outcomes);
  }

  /** Waits for what the control shows beside its outcomes, whatever program makes it show that. */
  List<Finding> controlFindings(List<ReproducerDef> programs) {
    return programs.stream()
        .flatMap(program -> controlTrials(program).join().stream())
        .flatMap(outcome -> outcome.findings().stream())
        .toList();
  }

  private static CellTrials.Both toldApart(Side patched, CellTrials.Both both) {
    return new CellTrials.Both(
        both.control(),
        SameBug.toldApart(both.control(), both.patched(), patched.artefact().effect()));
  }

  /**
   * Waits for the trials of a cell.
   *
   * @param known waits for what the control shows under the case's other programs
   */
  CellTrials.Both cellTrials(
      @Nullable PatchDef patch, ReproducerDef program, Supplier<List<Finding>> known) {
    Optional<Side> patched = patch == null ? Optional.empty() : side(patch, program);
    // One trial of each side comes early: it tells most of what there is to know.
    side(null, program).ifPresent(control -> control.begin().join());
    patched.ifPresent(
        side -> {
          var unused = side.begin();
        });
    List<Outcome> seen = controlTrials(program).join();
    return patched
        .map(
            side ->
                toldApart(
                    side, trials.patched(side, seen, side(null, program).orElse(null), known)))
        .orElse(new CellTrials.Both(seen, List.of()));
  }

  /**
   * Waits for trials that count whether the patched lines ran. A guard has no failure that the
   * patch could have mended, and a control that never failed says nothing about one.
   */
  Reached reached(@Nullable PatchDef patch, ReproducerDef program, CellTrials.Both plain) {
    Optional<Side> control = side(null, program);
    Optional<Side> patched = patch == null ? Optional.empty() : side(patch, program);
    boolean failed = CellTrials.counts(plain.control()).failures() > 0;
    return program.guard() || !failed || patched.isEmpty() || control.isEmpty()
        ? Reached.NOT_MEASURED
        : reached.of(control.get(), patched.get(), plain);
  }

  /** Waits for trials that show whether the condition of an edited assertion still holds. */
  Optional<String> tripwire(
      @Nullable PatchDef patch, ReproducerDef program, CellTrials.Both plain) {
    boolean failed = CellTrials.counts(plain.control()).failures() > 0;
    boolean clean =
        !plain.patched().isEmpty()
            && plain.patched().stream().allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
    return patch == null || program.guard() || !failed || !clean
        ? Optional.empty()
        : new TripwireTrials(this, folder).of(patch, program, plain);
  }

  /** What speaks for a patch that only makes the report vanish; nothing for what fails by data. */
  List<String> suspicions(@Nullable PatchDef patch, ReproducerDef program, List<Outcome> seen) {
    Optional<KernelArtefact> patched = patch == null ? Optional.empty() : built(patch).artefact();
    return program.guard() || program.hasDataCheck() || patched.isEmpty()
        ? List.of()
        : Masking.suspicions(patched.get().effect(), seen);
  }
}
