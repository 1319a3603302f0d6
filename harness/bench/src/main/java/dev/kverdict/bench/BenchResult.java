package dev.kverdict.bench;

import java.util.List;
import java.util.Map;

/**
 * The result of a benchmark.
 *
 * @param measurements the measurements, in the order of the sections
 * @param traces the steps of trials, if that was asked for
 * @param notes the reasons why something could not be measured
 * @param run facts about the run by name: {@code matrix}, {@code started} (ISO 8601), {@code
 *     rounds}, {@code accelerator}, {@code qemu}, {@code processors}, {@code processor}, {@code
 *     folder}
 */
public record BenchResult(
    List<Measurement> measurements,
    List<TrialTrace> traces,
    List<String> notes,
    Map<String, String> run) {

  public BenchResult {
    measurements = List.copyOf(measurements);
    traces = List.copyOf(traces);
    notes = List.copyOf(notes);
    run = Map.copyOf(run);
  }
}
