package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.host.Lane;
import dev.kverdict.model.Cell;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.Event;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.trial.DeadGuestInspector;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.TrialListener;
import dev.kverdict.trial.TrialRunner;
import dev.kverdict.trial.TrialSpec;
import dev.kverdict.trial.TrialStep;
import dev.kverdict.verdict.Outcomes;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials of one kernel with one program on this host. A trial that fails because of the
 * host is tried again, and each attempt is recorded.
 */
record Attempts(Shared shared, Watch watch, Side side, Accelerator accelerator)
    implements TrialRuns {

  private static final int MOST = 3;

  /**
   * The parts that all trials of a run share.
   *
   * @param folder where each attempt's evidence goes
   * @param pumps reads the channels of machines; starts each task at once
   * @param onlooker is shown the machines
   */
  record Shared(
      Lane lane,
      Guests guests,
      Materials materials,
      KeptMachines machines,
      Snapshots snapshots,
      RunFolder folder,
      Executor pumps,
      Onlooker onlooker,
      Consumer<Event> events) {}

  /**
   * Others who take an interest in a trial.
   *
   * @param archive finds and keeps evidence
   * @param inspector looks at dead guests, or null; then nothing is found, restored or kept
   * @param listener hears of the steps of each trial
   */
  record Watch(
      TrialArchive archive, @Nullable DeadGuestInspector inspector, TrialListener listener) {}

  @Override
  public Trial run(
      TrialId id,
      List<Probe> probes,
      boolean restored,
      @Nullable Duration exposure,
      Runnable ended) {
    Preparation guest = shared.guests().guest(side, accelerator, probes);
    for (int attempt = 1; ; attempt++) {
      Optional<SavedMachine> from =
          restored && watch.inspector() == null
              ? shared.snapshots().choose(side, guest, id.number())
              : Optional.empty();
      TrialSpec spec = spec(id, guest, from.orElse(null), exposure);
      int number = attempt;
      Trial trial = found(spec, number).orElseGet(() -> attempt(spec, number, ended));
      if (trial.outcome().kind() != Outcome.Kind.INFRA) {
        return trial;
      }
      String detail = trial.outcome().detail();
      tell(new Event.Note("trial " + id + ", attempt " + attempt + ": " + detail));
      from.ifPresent(machine -> shared.machines().discard(machine.name(), side.cell(), detail));
      if (attempt == MOST) {
        return trial;
      }
    }
  }

  /** A trial of the archive; a dead guest of former times cannot be inspected. */
  private Optional<Trial> found(TrialSpec spec, int attempt) {
    long start = System.nanoTime();
    if (watch.inspector() != null) {
      return Optional.empty();
    }
    Optional<Entry> known = watch.archive().find(spec);
    try (Entry entry = known.orElse(null)) {
      if (entry == null) {
        return Optional.empty();
      }
      Path evidence = shared.folder().trial(spec.id(), attempt);
      TrialArchive.restore(entry, evidence);
      return Optional.of(ended(judge(evidence), evidence, spec.id(), start, true));
    } catch (IOException e) {
      throw new InfraError("cannot read the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private Trial attempt(TrialSpec spec, int attempt, Runnable ended) {
    long start = System.nanoTime();
    try {
      Path evidence = shared.folder().trial(spec.id(), attempt);
      tell(new Event.TrialStarted(spec.id()));
      shared
          .onlooker()
          .watch(
              spec.id().toString(),
              watch.listener(),
              listener ->
                  new TrialRunner(shared.lane(), shared.pumps(), watch.inspector(), listener)
                      .run(spec, evidence, ended));
      watch.listener().at(TrialStep.WRITTEN);
      Trial trial = judge(evidence);
      watch.listener().at(TrialStep.JUDGED);
      if (trial.outcome().kind() != Outcome.Kind.INFRA && watch.inspector() == null) {
        watch.archive().keep(spec, evidence);
        watch.listener().at(TrialStep.KEPT);
      }
      return ended(trial, evidence, spec.id(), start, false);
    } catch (IOException e) {
      throw new InfraError("cannot keep the evidence of " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private Trial judge(Path evidence) throws IOException {
    Symbols symbols = shared.materials().symbols(side.kernel());
    Evidence read = EvidenceReader.read(evidence).expecting(side.kernel()::buildId).with(symbols);
    return new Trial(Outcomes.of(read, side.cell().program()), read);
  }

  private Trial ended(Trial trial, Path evidence, TrialId id, long start, boolean fromStore)
      throws IOException {
    RunFolder.writeCrashes(
        evidence, trial.evidence().crashes(), shared.materials().symbols(side.kernel()));
    tell(
        new Event.TrialEnded(
            id,
            trial.outcome().kind(),
            trial.outcome().detail(),
            (System.nanoTime() - start) / 1_000_000,
            fromStore,
            shared.folder().path().relativize(evidence).toString()));
    return trial;
  }

  @Override
  public boolean discarded(Outcome outcome) {
    return outcome.snapshot() != null
        && shared.machines().discarded().containsKey(outcome.snapshot());
  }

  @Override
  public void discard(String machine, String why) {
    shared.machines().discardWithBoot(machine, side.cell(), why);
  }

  private TrialSpec spec(
      TrialId id, Preparation guest, @Nullable SavedMachine from, @Nullable Duration exposure) {
    Cell cell = side.cell();
    Entry program = shared.materials().program(cell.program());
    Map<String, String> digests = shared.guests().digests(cell, side.kernel());
    digests.put("program", program.key().digest());
    if (from != null && from.boot() != null) {
      digests.put("boot", from.boot());
    }
    return new TrialSpec(
        id,
        guest,
        from,
        side.kernel().config(),
        side.kernel().buildIds(),
        StaticCompiler.binary(program),
        cell.program(),
        id.number(),
        exposure,
        digests);
  }

  private void tell(Event event) {
    shared.events().accept(event);
  }
}
