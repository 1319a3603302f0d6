package dev.kverdict.trial;

import dev.kverdict.vm.VmSpec;
import java.nio.file.Path;
import java.util.Map;

/**
 * The boot that a guest has in common with others: that of a machine which differs from its own in
 * modules alone, none of which boots load. Their files are replaced before any of them is loaded.
 *
 * @param vm the machine that boots
 * @param made what the machine is made of, in words that no other machine has
 * @param modules the modules that differ, by their files below {@code lib/modules/RELEASE/}; none
 *     for a guest whose own machine it is
 */
public record SharedBoot(VmSpec vm, String made, Map<String, Path> modules) {

  public SharedBoot {
    modules = Map.copyOf(modules);
  }
}
