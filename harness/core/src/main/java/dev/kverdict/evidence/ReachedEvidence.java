package dev.kverdict.evidence;

import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.patch.Fit;
import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Trial;
import dev.kverdict.store.Digests;
import dev.kverdict.trial.Probe;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.ReachedPlaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Counts, in trials of their own, how often the lines of a patch run. */
public record ReachedEvidence(ProbePoints points, Executor cells) {

  /** What is not known of a kernel that was built with its patch elsewhere. */
  private static final Reached UNKNOWN =
      new Reached(
          Reached.Answer.NOT_MEASURED,
          "the kernel with the patch was not built here: neither is known which lines the patch"
              + " changes, nor whether it only hides the report",
          List.of());

  /** The result of one side's counting trial. */
  private record Counted(Map<String, Long> hits, String objection) {
    static final Counted NOTHING = new Counted(Map.of(), "");
  }

  /** Waits for the counting trials of a cell, and judges whether its lines ran. */
  public Reached measure(KernelUnderTest control, KernelUnderTest patched, CellOutcomes plain) {
    List<PatchedPlace> places = patched.artefact().effect().places();
    if (places.isEmpty()) {
      return patched.artefact().fit().equals(Optional.of(Fit.PREBUILT))
          ? UNKNOWN
          : Reached.NOT_MEASURED;
    }
    PlaceProbes before = PlaceProbes.before(points, control.artefact(), places);
    PlaceProbes after = PlaceProbes.after(points, patched.artefact(), places);
    CompletableFuture<Counted> old =
        CompletableFuture.supplyAsync(() -> count(control, before.all(), plain.control()), cells);
    Counted now = count(patched, after.all(), plain.patched());
    Counted then = old.join();
    List<ReachedPlaces.Counts> counts = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      counts.add(
          new ReachedPlaces.Counts(
              places.get(i),
              before.count(i, then.hits()),
              after.count(i, now.hits()),
              after.entries(i, now.hits())));
    }
    return ReachedPlaces.judge(
        counts, Optional.of(now.objection()).filter(text -> !text.isEmpty()).orElse(null));
  }

  /** That no line ran, or that counting changes the outcome, is believed of a boot alone. */
  private static Counted count(KernelUnderTest side, List<Probe> probes, List<Outcome> plain) {
    if (probes.isEmpty() || plain.isEmpty()) {
      return Counted.NOTHING;
    }
    Trial trial = side.counting(series(probes), probes);
    Counted counted = counted(trial, plain);
    return trial.outcome().snapshot() == null
            || counted.hits().values().stream().anyMatch(n -> n > 0)
        ? counted
        : counted(side.booting().counting(series(probes) + "-booted", probes), plain);
  }

  /**
   * A trial that counts must come out as one of those that do not, else it shows something else.
   */
  private static Counted counted(Trial trial, List<Outcome> plain) {
    Outcome outcome = trial.outcome();
    boolean agrees =
        plain.stream()
            .anyMatch(o -> o.kind() == outcome.kind() && o.title().equals(outcome.title()));
    return agrees
        ? new Counted(trial.evidence().agent().hits(), "")
        : new Counted(
            Map.of(),
            "the counting trial came out differently: " + outcome.kind() + ", " + outcome.detail());
  }

  /** Other places, another series: evidence is found again by it. */
  static String series(List<Probe> probes) {
    String all = String.join(" ", probes.stream().map(Probe::where).toList());
    return "lines-" + Digests.ofText(all).substring(0, 8);
  }
}
