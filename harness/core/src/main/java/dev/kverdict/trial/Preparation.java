package dev.kverdict.trial;

import dev.kverdict.model.ImageDef;
import dev.kverdict.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A guest and the steps it takes before a program is known.
 *
 * @param vm the machine
 * @param modules modules that the agent loads
 * @param images the images on the machine's disks, in their order
 * @param probes places to count while the program runs; a guest with probes survives an oops, so
 *     that the counts can be read
 * @param userland the serial number of the disk with the programs that a program finds, or null
 */
public record Preparation(
    VmSpec vm,
    List<String> modules,
    List<ImageDef> images,
    List<Probe> probes,
    @Nullable String userland) {

  public Preparation {
    modules = List.copyOf(modules);
    images = List.copyOf(images);
    probes = List.copyOf(probes);
  }

  /** Creates a guest without a userland. */
  public Preparation(VmSpec vm, List<String> modules, List<ImageDef> images, List<Probe> probes) {
    this(vm, modules, images, probes, null);
  }

  /** Creates a guest with one image, or none. */
  public Preparation(
      VmSpec vm, List<String> modules, @Nullable ImageDef image, List<Probe> probes) {
    this(vm, modules, image == null ? List.of() : List.of(image), probes);
  }

  /** Returns the image that the agent mounts. */
  Optional<ImageDef> mounted() {
    return images.stream().filter(image -> image.mount() != null).findFirst();
  }
}
