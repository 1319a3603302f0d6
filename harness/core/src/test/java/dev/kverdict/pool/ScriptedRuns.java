package dev.kverdict.pool;

import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.trial.Probe;
import dev.kverdict.witness.ConsoleNotes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Trials in no machine: those that may be restored take turns between two snapshots. */
final class ScriptedRuns implements TrialRuns {

  private static final int SNAPSHOTS = 2;

  /** Each trial that ran, such as {@code plain 1 on m1} or {@code booted 1 counting p0}. */
  final List<String> ran = new CopyOnWriteArrayList<>();

  /** Why snapshots were discarded. */
  final Map<String, String> discarded = new HashMap<>();

  static Cell cell(@Nullable String patch) {
    return new Cell(
        new KernelDef(
            "k",
            new KernelSource.Debian("linux-source-6.1"),
            KernelDef.Config.NONE,
            PatchSet.NONE,
            List.of(),
            KernelDef.Guest.PLAIN),
        patch == null ? null : new PatchDef(patch, PatchSet.NONE, Map.of()),
        new ReproducerDef(
            "cow",
            Path.of("cow.c"),
            Map.of(),
            List.of(),
            "disk",
            List.of("mount"),
            null,
            List.of(),
            Duration.ofSeconds(30),
            SnapshotPoint.AFTER_MOUNT));
  }

  @Override
  public Trial run(TrialId id, List<Probe> probes, boolean restored, Runnable ended) {
    String snapshot = restored ? "m" + ((id.number() - 1) % SNAPSHOTS + 1) : null;
    String how = snapshot == null ? "" : " on " + snapshot;
    String counting = probes.isEmpty() ? "" : " counting " + probes.get(0).name();
    ran.add(id.series() + " " + id.number() + how + counting);
    String title = id + how;
    return new Trial(
        new Outcome(Outcome.Kind.CLEAN, title, title, 1, true, null, snapshot, List.of()),
        evidence(id, snapshot));
  }

  private static Evidence evidence(TrialId id, @Nullable String snapshot) {
    return new Evidence(
        id,
        snapshot,
        new Ending(Ending.Kind.QUIT_BY_HOST, Phase.SETTLE, "settled", 1000),
        List.of(),
        new ConsoleNotes(List.of(), List.of(), 0),
        new AgentRecord(
            true,
            "6.1",
            Map.of(),
            0L,
            0L,
            List.of(),
            new AgentRecord.ProgramExit(0, 0),
            false,
            List.of(),
            List.of(),
            true,
            Map.of(),
            List.of(),
            null,
            null,
            null),
        List.of(),
        Map.of(),
        null);
  }

  @Override
  public boolean discarded(Outcome outcome) {
    return outcome.snapshot() != null && discarded.containsKey(outcome.snapshot());
  }

  @Override
  public void discard(String machine, String why) {
    discarded.put(machine, why);
  }
}
