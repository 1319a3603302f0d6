package dev.kverdict.trial;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.TrialId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a trial needs.
 *
 * @param id the trial
 * @param guest the machine and what comes before the program
 * @param from the snapshot from which it resumes, or null to boot
 * @param kernelConfig the kernel's .config, copied beside the evidence
 * @param expectedBuildIds build-ids of the artefact, by the agent's names
 * @param program the compiled program
 * @param def the program's definition in the matrix
 * @param seed the seed of the program and of the kernel's random numbers
 * @param exposure how long an endless program runs on this machine, or null for its time limit
 * @param digests digests of all inputs, by name, for the record
 */
public record TrialSpec(
    TrialId id,
    Preparation guest,
    @Nullable SavedMachine from,
    Path kernelConfig,
    Map<String, String> expectedBuildIds,
    Path program,
    ReproducerDef def,
    long seed,
    @Nullable Duration exposure,
    Map<String, String> digests) {

  public TrialSpec {
    expectedBuildIds = Map.copyOf(expectedBuildIds);
    digests = Map.copyOf(digests);
  }
}
