package dev.kverdict.shard;

import dev.kverdict.InfraError;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.oops.Symbols;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TrialRuns;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.TrialRecord;
import dev.kverdict.verdict.Outcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Trials that a shard ran, judged anew from its evidence. */
final class RecordedTrials implements AutoCloseable {

  private final ShardFolder shard;
  private final Lane lane;
  private final RunFolder folder;
  private final Consumer<Event> events;
  private final Map<String, Event.TrialEnded> ended;
  private final Map<String, KernelSymbols> symbols = new HashMap<>();
  private final Map<String, String> programs = new ConcurrentHashMap<>();
  private final Map<String, String> boots = new ConcurrentHashMap<>();
  private final Map<String, DiscardedMachine> discarded = new ConcurrentHashMap<>();

  /**
   * @param folder where the evidence goes
   */
  RecordedTrials(ShardFolder shard, Lane lane, RunFolder folder, Consumer<Event> events) {
    this.shard = shard;
    this.lane = lane;
    this.folder = folder;
    this.events = events;
    this.ended = shard.ended();
  }

  /** Returns the trials of one side of a cell. */
  TrialRuns of(Side side) {
    return new OfSide(side);
  }

  Map<String, DiscardedMachine> discarded() {
    return Map.copyOf(discarded);
  }

  private final class OfSide implements TrialRuns {

    private final Side side;

    OfSide(Side side) {
      this.side = side;
    }

    @Override
    public Trial run(
        TrialId id,
        List<Probe> probes,
        boolean restored,
        @Nullable Duration exposure,
        Runnable ended) {
      for (int attempt = 1; ; attempt++) {
        Trial trial = attempt(id, attempt, side);
        if (trial.outcome().kind() != Outcome.Kind.INFRA || !has(id, attempt + 1)) {
          return trial;
        }
        String machine = trial.outcome().snapshot();
        if (machine != null) {
          withdraw(machine, side.cell(), trial.outcome().detail());
        }
      }
    }

    @Override
    public boolean discarded(Outcome outcome) {
      return outcome.snapshot() != null && discarded.containsKey(outcome.snapshot());
    }

    @Override
    public void discard(String machine, String why) {
      withdraw(machine, side.cell(), why);
      String boot = boots.get(machine);
      if (boot != null) {
        withdraw(boot, side.cell(), "the boot of " + machine + ", which was discarded");
      }
    }
  }

  private boolean has(TrialId id, int attempt) {
    return !shard.files(shard.run().where(id, attempt)).isEmpty();
  }

  private Trial attempt(TrialId id, int attempt, Side side) {
    if (!has(id, attempt)) {
      throw shard.error("the trial " + id + " is missing");
    }
    try {
      Path evidence = folder.trial(id, attempt);
      shard.copy(shard.run().where(id, attempt), evidence);
      Trial trial = judge(id, evidence, side);
      RunFolder.writeCrashes(evidence, trial.evidence().crashes(), symbols(side.kernel()));
      tell(id, trial.outcome(), folder.path().relativize(evidence).toString());
      return trial;
    } catch (IOException | InfraError e) {
      throw shard.error("the trial " + id + " cannot be read: " + e.getMessage());
    }
  }

  private Trial judge(TrialId id, Path evidence, Side side) throws IOException {
    Evidence read =
        EvidenceReader.read(evidence)
            .expecting(side.kernel()::buildId)
            .with(symbols(side.kernel()));
    Map<String, String> digests = TrialRecord.read(evidence).digests();
    if (!side.kernel().codeDigest().equals(digests.get("kernel"))) {
      throw new InfraError("it ran another kernel");
    }
    requireSame(id, read.trial(), side.cell(), digests);
    String machine = read.snapshot();
    String boot = digests.get("boot");
    if (machine != null && boot != null && !boot.equals(machine)) {
      boots.put(machine, boot);
    }
    return new Trial(Outcomes.of(read, side.cell().program()), read);
  }

  /**
   * Evidence that a store had from a former run may bear the names that a patch or a program had
   * there, for the same kernel and the same program.
   */
  private void requireSame(TrialId id, TrialId then, Cell cell, Map<String, String> digests) {
    if (then.number() != id.number() || !then.series().equals(id.series())) {
      throw new InfraError("it is the evidence of " + then);
    }
    String program = digests.getOrDefault("program", "");
    String known = programs.putIfAbsent(cell.program().name(), program);
    if (program.isEmpty() || (known != null && !known.equals(program))) {
      throw new InfraError("it ran another program");
    }
  }

  /** The duration is that of the trial when it ran. */
  private void tell(TrialId id, Outcome outcome, String where) {
    Event.TrialEnded then = ended.get(where);
    events.accept(
        new Event.TrialEnded(
            id,
            outcome.kind(),
            outcome.detail(),
            then == null ? 0 : then.millis(),
            then != null && then.fromStore(),
            where));
  }

  private void withdraw(String machine, Cell cell, String why) {
    DiscardedMachine gone = new DiscardedMachine(cell.kernelUnderTest(), machine, why);
    if (discarded.putIfAbsent(machine, gone) == null) {
      events.accept(new Event.MachineDiscarded(gone.kernel(), machine, why));
    }
  }

  private synchronized Symbols symbols(KernelArtefact kernel) {
    return symbols.computeIfAbsent(kernel.keyDigest(), digest -> kernel.symbols(lane));
  }

  @Override
  public synchronized void close() {
    symbols.values().forEach(KernelSymbols::close);
  }
}
