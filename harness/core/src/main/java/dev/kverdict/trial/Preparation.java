package dev.kverdict.trial;

import dev.kverdict.model.ImageDef;
import dev.kverdict.vm.VmSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest, and what it is made to do before a program is known.
 *
 * @param vm the machine
 * @param modules modules the agent loads
 * @param image the image that the agent mounts, or null
 * @param probes what is counted while the program runs; a trial that counts survives an oops, so
 *     that the counts can be read
 */
public record Preparation(
    VmSpec vm, List<String> modules, @Nullable ImageDef image, List<Probe> probes) {

  public Preparation {
    modules = List.copyOf(modules);
    probes = List.copyOf(probes);
  }
}
