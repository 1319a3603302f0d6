package dev.kverdict.trial;

import dev.kverdict.matrix.ImageDef;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything one trial needs, made before it starts.
 *
 * @param id which trial
 * @param vm the machine
 * @param kernelConfig the kernel's .config, copied beside the evidence
 * @param modules modules the agent loads
 * @param expectedBuildIds build-ids of the artefact, by the names the agent uses
 * @param program the compiled program
 * @param def what the matrix says of the program
 * @param image the image that the agent mounts, or null
 * @param seed the program's seed
 * @param probes what is counted while the program runs; a trial that counts survives an oops, so
 *     that the counts can be read
 * @param digests digests of everything that went in, by name, for the record
 */
public record TrialSpec(
    TrialId id,
    VmSpec vm,
    Path kernelConfig,
    List<String> modules,
    Map<String, String> expectedBuildIds,
    Path program,
    ReproducerDef def,
    @Nullable ImageDef image,
    long seed,
    List<Probe> probes,
    Map<String, String> digests) {

  public TrialSpec {
    modules = List.copyOf(modules);
    probes = List.copyOf(probes);
    expectedBuildIds = Map.copyOf(expectedBuildIds);
    digests = Map.copyOf(digests);
  }
}
