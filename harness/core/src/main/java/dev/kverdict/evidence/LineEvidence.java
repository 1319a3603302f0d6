package dev.kverdict.evidence;

import dev.kverdict.kernel.ProbePoint;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.record.Trial;
import dev.kverdict.trial.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Counts in separate trials how often the functions run that claims name.
 *
 * @param points finds where a line's code lies
 */
public record LineEvidence(ProbePoints points) {

  /**
   * A count of executions.
   *
   * @param hits how often, or -1 when that could not be measured
   * @param how what was counted, or why nothing was
   */
  public record Count(long hits, String how) {}

  /** Returns the count of a function's busiest statement, inlined copies included. */
  public Count entries(KernelUnderTest side, String file, String function) {
    List<ProbePoint> places = points.function(side.artefact(), file, function);
    if (places.isEmpty()) {
      return new Count(-1, "no code of " + function + " of " + file + " in the line tables");
    }
    List<Probe> probes = probes(places);
    Trial trial = side.booting().counting(ReachedEvidence.series(probes), probes);
    Map<String, Long> hits = trial.evidence().agent().hits();
    if (hits.isEmpty()) {
      return new Count(-1, "no probe in " + function + " could be counted");
    }
    long most = hits.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Count(
        most,
        "%s ran, counted at %d addresses in %s"
            .formatted(function, hits.size(), places.get(0).module()));
  }

  private static List<Probe> probes(List<ProbePoint> places) {
    List<Probe> probes = new ArrayList<>();
    for (ProbePoint place : places) {
      probes.add(new Probe("p" + probes.size(), place.where()));
    }
    return probes;
  }
}
