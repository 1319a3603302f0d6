package dev.kverdict.campaign;

import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.evidence.ReachedEvidence;
import dev.kverdict.evidence.SparedControl;
import dev.kverdict.evidence.TripwireTrials;
import dev.kverdict.evidence.WatchedControl;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.TrialId;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Canary;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.Masking;
import dev.kverdict.verdict.Spared;
import dev.kverdict.verdict.Watched;
import dev.kverdict.vm.Accelerator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One kernel of a campaign: which trials its cells need, and what they show. */
final class KernelRun {

  private final TestedKernel kernel;
  private final CellTrials trials;
  private final ReachedEvidence reached;
  private final TripwireTrials tripwire;
  private final SparedControl spared;
  private final Executor threads;
  private final Map<String, CompletableFuture<List<Outcome>>> controls = new ConcurrentHashMap<>();
  private @Nullable CompletableFuture<Optional<String>> selfTest;

  /**
   * @param trials how many trials a cell gets
   * @param threads runs what waits for trials
   */
  KernelRun(
      TestedKernel kernel,
      CellTrials trials,
      ReachedEvidence reached,
      TripwireTrials tripwire,
      SparedControl spared,
      Executor threads) {
    this.kernel = kernel;
    this.trials = trials;
    this.reached = reached;
    this.tripwire = tripwire;
    this.spared = spared;
    this.threads = threads;
  }

  String name() {
    return kernel.name();
  }

  Optional<Accelerator> accelerator() {
    return kernel.accelerator();
  }

  /** The kernel with a patch, or without one; waits for the build. */
  KernelBuild built(@Nullable PatchDef patch) {
    return kernel.built(patch);
  }

  /** The source with a patch, before it is built; empty if that is not known. */
  Optional<AppliedPatch> applied(PatchDef patch) {
    return kernel.applied(patch);
  }

  /**
   * Waits for the first trial of a patched kernel, which boots; empty if there is nothing to boot,
   * or the control never failed, so that it would say nothing.
   */
  Optional<Outcome> first(PatchDef patch, ReproducerDef program) {
    List<Outcome> seen = controlTrials(program).join();
    return seen.stream().noneMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED)
        ? Optional.empty()
        : side(patch, program)
            .map(
                side ->
                    side.exposed(Exposure.of(program, seen))
                        .booting()
                        .trials(TrialId.PLAIN, 1, 1)
                        .get(0));
  }

  /** Returns the source of trials; empty if there is nothing to boot. */
  Optional<KernelUnderTest> side(@Nullable PatchDef patch, ReproducerDef program) {
    return kernel.side(patch, program);
  }

  /** Gives back what only the trials of a patch need: they are over. */
  void release(PatchDef patch) {
    kernel.release(patch);
  }

  /** The trials of a program on the control, run once. */
  CompletableFuture<List<Outcome>> controlTrials(ReproducerDef program) {
    return controls.computeIfAbsent(
        program.name(),
        name ->
            CompletableFuture.supplyAsync(
                () -> side(null, program).map(trials::control).orElse(List.of()), threads));
  }

  /** Looks at a control's trials again: a snapshot was discarded since. */
  void forgetControl(ReproducerDef program) {
    controls.remove(program.name());
  }

  /** The trials that show whether the detectors notice what they must notice, run once. */
  synchronized CompletableFuture<Optional<String>> selfTest() {
    CompletableFuture<Optional<String>> known = selfTest;
    if (known == null) {
      known = CompletableFuture.supplyAsync(this::missedCanary, threads);
      selfTest = known;
    }
    return known;
  }

  private Optional<String> missedCanary() {
    Map<Canary, CompletableFuture<Outcome>> running = new EnumMap<>(Canary.class);
    for (Canary canary : Canary.values()) {
      Optional<KernelUnderTest> side = kernel.unattended(canary.program());
      if (side.isEmpty()) {
        return Optional.empty(); // a kernel that was not built is another verdict's matter
      }
      running.put(
          canary,
          CompletableFuture.supplyAsync(
              () -> side.get().trials(TrialId.PLAIN, 1, 1).get(0), threads));
    }
    Map<Canary, Outcome> outcomes = new EnumMap<>(Canary.class);
    running.forEach((canary, trial) -> outcomes.put(canary, trial.join()));
    return Canary.missed(outcomes);
  }

  /** Waits for what the control shows beside its outcomes, whatever program makes it show that. */
  List<Finding> controlFindings(List<ReproducerDef> programs) {
    return programs.stream()
        .flatMap(program -> controlTrials(program).join().stream())
        .flatMap(outcome -> outcome.findings().stream())
        .toList();
  }

  /**
   * Waits for the trials of a cell.
   *
   * @param known waits for what the control shows under the case's other programs
   */
  CellOutcomes cellTrials(
      @Nullable PatchDef patch, ReproducerDef program, Supplier<List<Finding>> known) {
    Optional<KernelUnderTest> patched = patch == null ? Optional.empty() : side(patch, program);
    // The first trial of each side is the most informative.
    side(null, program).ifPresent(control -> control.begin().join());
    patched
        .filter(side -> !program.endless()) // which runs for a time that the control decides
        .ifPresent(
            side -> {
              var unused = side.begin();
            });
    List<Outcome> seen = controlTrials(program).join();
    return patched
        .map(
            side ->
                trials
                    .patched(side, seen, side(null, program).orElse(null), known)
                    .distinguished(side.artefact().effect()))
        .orElse(new CellOutcomes(seen, List.of()));
  }

  /**
   * Begins the trials that count whether the patched lines ran, beside the plain ones, as soon as
   * it is known that they will be asked for.
   */
  void beginCounting(@Nullable PatchDef patch, ReproducerDef program) {
    if (patch == null || program.guard()) {
      return;
    }
    // What goes wrong here goes wrong again when the counts are asked for.
    var unused =
        controlTrials(program)
            .thenAcceptAsync(
                seen -> {
                  if (new CellOutcomes(seen, List.of()).controlFailed() && !trials.isOver()) {
                    begin(patch, program, seen);
                  }
                },
                threads);
  }

  private void begin(PatchDef patch, ReproducerDef program, List<Outcome> seen) {
    Optional<KernelUnderTest> patched = side(patch, program);
    Optional<KernelUnderTest> control = side(null, program);
    if (patched.isPresent() && control.isPresent()) {
      reached.begin(control.get(), patched.get().exposed(Exposure.of(program, seen)));
    }
  }

  /**
   * Waits for trials that count whether the patched lines ran. A guard has no failure that the
   * patch could have fixed, and a control that never failed says nothing about one.
   */
  Reached reached(@Nullable PatchDef patch, ReproducerDef program, CellOutcomes plain) {
    Optional<KernelUnderTest> control = side(null, program);
    Optional<KernelUnderTest> patched = patch == null ? Optional.empty() : side(patch, program);
    return program.guard() || !plain.controlFailed() || patched.isEmpty() || control.isEmpty()
        ? Reached.NOT_MEASURED
        : reached.measure(
            control.get(), patched.get().exposed(Exposure.of(program, plain.control())), plain);
  }

  /** Waits for trials that show whether the condition of an edited assertion still holds. */
  Optional<String> tripwire(@Nullable PatchDef patch, ReproducerDef program, CellOutcomes plain) {
    return patch == null || program.guard() || !plain.controlFailed() || !plain.patchedClean()
        ? Optional.empty()
        : tripwire.run(kernel, patch, program, plain);
  }

  /** Waits for what a program did on the control that declares no steps. */
  Watched watched(ReproducerDef program) {
    return WatchedControl.of(kernel, program);
  }

  /** Waits for what the control shows without the program. */
  Spared baseline(ReproducerDef program) {
    return spared.baseline(kernel, program);
  }

  /** Waits for what the control shows without the assertion that fired. */
  Spared spared(ReproducerDef program, Spared baseline, List<Outcome> control) {
    return spared.spared(kernel, program, baseline, control);
  }

  /** Reasons to suspect that a patch only hides the report; none for programs that check data. */
  List<String> suspicions(@Nullable PatchDef patch, ReproducerDef program, List<Outcome> seen) {
    Optional<KernelArtefact> patched = patch == null ? Optional.empty() : built(patch).artefact();
    return program.guard() || program.hasDataCheck() || patched.isEmpty()
        ? List.of()
        : Masking.suspicions(
            patched.get().effect(),
            seen,
            file -> built(null).artefact().flatMap(control -> control.sourceText(file)));
  }
}
