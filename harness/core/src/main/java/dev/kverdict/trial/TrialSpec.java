package dev.kverdict.trial;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.TrialId;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything one trial needs, made before it starts.
 *
 * @param id which trial
 * @param guest the machine and what comes before the program
 * @param from the saved machine that it goes on from, or null to boot
 * @param kernelConfig the kernel's .config, copied beside the evidence
 * @param expectedBuildIds build-ids of the artefact, by the names the agent uses
 * @param program the compiled program
 * @param def what the matrix says of the program
 * @param seed the program's seed, and that of the kernel's random numbers
 * @param digests digests of everything that went in, by name, for the record
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
    Map<String, String> digests) {

  public TrialSpec {
    expectedBuildIds = Map.copyOf(expectedBuildIds);
    digests = Map.copyOf(digests);
  }
}
