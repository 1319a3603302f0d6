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
 * @param shared the boot that it can share with others, or null
 */
public record Preparation(
    VmSpec vm,
    List<String> modules,
    List<ImageDef> images,
    List<Probe> probes,
    @Nullable String userland,
    @Nullable SharedBoot shared) {

  public Preparation {
    modules = List.copyOf(modules);
    images = List.copyOf(images);
    probes = List.copyOf(probes);
  }

  /** Creates a guest that boots for itself. */
  public Preparation(
      VmSpec vm,
      List<String> modules,
      List<ImageDef> images,
      List<Probe> probes,
      @Nullable String userland) {
    this(vm, modules, images, probes, userland, null);
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

  /** Returns a copy that can share a boot. */
  public Preparation sharing(SharedBoot boot) {
    return new Preparation(vm, modules, images, probes, userland, boot);
  }

  /** Returns a copy with another machine, which boots for itself. */
  public Preparation on(VmSpec other) {
    return new Preparation(other, modules, images, probes, userland, null);
  }

  /** Returns the image that the agent mounts. */
  Optional<ImageDef> mounted() {
    return images.stream().filter(image -> image.mount() != null).findFirst();
  }
}
