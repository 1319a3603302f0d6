package dev.kverdict.trial;

import dev.kverdict.model.ImageDef;
import dev.kverdict.vm.VmSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest and the steps it takes before a program is known.
 *
 * @param vm the machine
 * @param modules modules that the agent loads
 * @param image the image that the agent mounts, or null
 * @param probes places to count while the program runs; a guest with probes survives an oops, so
 *     that the counts can be read
 */
public record Preparation(
    VmSpec vm, List<String> modules, @Nullable ImageDef image, List<Probe> probes) {

  public Preparation {
    modules = List.copyOf(modules);
    probes = List.copyOf(probes);
  }
}
