package dev.kverdict.evidence;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoint;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.trial.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** The probes that watch the places of a patch on one side, and what they counted. */
final class PlaceProbes {

  /** The agent takes 512 in all. */
  private static final int MAX = 400;

  private final Map<Integer, List<Probe>> lines = new LinkedHashMap<>();
  private final Map<Integer, List<Probe>> functions = new LinkedHashMap<>();
  private int number;

  private PlaceProbes() {}

  /** Watches the lines before the patch. */
  static PlaceProbes before(ProbePoints points, KernelArtefact control, List<PatchedPlace> places) {
    PlaceProbes probes = new PlaceProbes();
    for (int i = 0; i < places.size(); i++) {
      PatchedPlace place = places.get(i);
      probes.watch(probes.lines, i, points, control, place, place.oldLines(), MAX / places.size());
    }
    return probes;
  }

  /** Watches the lines after the patch, and the functions of which it only deletes. */
  static PlaceProbes after(ProbePoints points, KernelArtefact patched, List<PatchedPlace> places) {
    PlaceProbes probes = new PlaceProbes();
    for (int i = 0; i < places.size(); i++) {
      PatchedPlace place = places.get(i);
      int share = MAX / places.size();
      probes.watch(probes.lines, i, points, patched, place, place.newLines(), share / 2);
      if (place.deletion() && place.measurable() && place.function() != null) {
        probes.add(
            probes.functions,
            i,
            points.function(patched, place.file(), place.function()),
            share / 2);
      }
    }
    return probes;
  }

  private void watch(
      Map<Integer, List<Probe>> into,
      int place,
      ProbePoints points,
      KernelArtefact kernel,
      PatchedPlace where,
      NavigableSet<Integer> sourceLines,
      int share) {
    if (where.measurable()) {
      for (int line : sourceLines) {
        add(into, place, points.line(kernel, where.file(), line), share);
      }
    }
  }

  private void add(Map<Integer, List<Probe>> into, int place, List<ProbePoint> points, int share) {
    List<Probe> probes = into.computeIfAbsent(place, key -> new ArrayList<>());
    for (ProbePoint point : points) {
      if (probes.size() < Math.max(1, share) && number < MAX) {
        probes.add(new Probe("p" + number++, point.where()));
      }
    }
  }

  List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    lines.values().forEach(all::addAll);
    functions.values().forEach(all::addAll);
    return all;
  }

  /** Returns the count of a place's busiest line; null if none was probed. */
  @Nullable Long count(int place, Map<String, Long> hits) {
    return most(lines.getOrDefault(place, List.of()), hits);
  }

  /** Returns the count of the busiest statement of a place's function; null if none was probed. */
  @Nullable Long entries(int place, Map<String, Long> hits) {
    return most(functions.getOrDefault(place, List.of()), hits);
  }

  private static @Nullable Long most(List<Probe> probes, Map<String, Long> hits) {
    return probes.stream()
        .map(probe -> hits.get(probe.name()))
        .filter(java.util.Objects::nonNull)
        .map(java.util.Objects::requireNonNull)
        .max(Long::compare)
        .orElse(null);
  }
}
