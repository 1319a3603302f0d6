package dev.kverdict.pool;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.trial.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Trials in no machine: those that may be restored take turns between snapshots. */
public final class ScriptedRuns implements TrialRuns {

  /** Decides what a trial shows. */
  public interface Script {
    /**
     * @param probes the places that it counts
     * @param snapshot what it resumes from, or null when it boots
     */
    Trial of(TrialId id, List<Probe> probes, @Nullable String snapshot);
  }

  /**
   * Each trial that ran, such as {@code k/p cow #1 on m1} or {@code k cow lines #1 counting p0}.
   */
  final List<String> ran;

  /** Why snapshots were discarded. */
  final Map<String, String> discarded = new ConcurrentHashMap<>();

  /** Whether there are boots that are shared: a trial that counts resumes from nothing else. */
  boolean sharing;

  private final int snapshots;
  private final Script script;

  /** Each trial is clean, and entitled as it is in {@link #ran}. */
  ScriptedRuns() {
    this(
        new CopyOnWriteArrayList<>(),
        2,
        (id, probes, snapshot) -> ScriptedTrial.clean(id).detail(name(id, snapshot)).on(snapshot));
  }

  /**
   * @param ran gets each trial that runs
   */
  ScriptedRuns(List<String> ran, int snapshots, Script script) {
    this.ran = ran;
    this.snapshots = snapshots;
    this.script = script;
  }

  private static String name(TrialId id, @Nullable String snapshot) {
    return snapshot == null ? id.toString() : id + " on " + snapshot;
  }

  @Override
  public Trial run(
      TrialId id,
      List<Probe> probes,
      boolean restored,
      @Nullable Duration exposure,
      Runnable ended) {
    String snapshot =
        restored && (probes.isEmpty() || sharing)
            ? "m" + ((id.number() - 1) % snapshots + 1)
            : null;
    String counting = probes.isEmpty() ? "" : " counting " + probes.get(0).name();
    ran.add(name(id, snapshot) + counting);
    return script.of(id, probes, snapshot);
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
