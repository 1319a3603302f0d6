package dev.kverdict.yaml;

import dev.kverdict.model.ImageDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the images of a program, which are its disks.
 *
 * @param images the images of the case by name
 */
record ProgramImages(At at, Map<String, ImageDef> images) {

  /** Each disk takes one of the 32 slots of the guest's PCI bus. */
  private static final int MOST = 16;

  List<ImageDef> resolve(MatrixSpec.Program spec) {
    if (spec.image() != null && spec.images() != null) {
      throw at.error("images", "stands beside image:", "name all of them under images:");
    }
    if (spec.image() != null) {
      return List.of(known("image", spec.image()));
    }
    List<String> names = Values.orEmpty(spec.images());
    if (names.size() > MOST) {
      throw at.error("images", "more than " + MOST + " images", "name fewer");
    }
    List<ImageDef> disks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ImageDef disk = known("images/" + i, names.get(i));
      requireApart(disk, disks, "images/" + i);
      disks.add(disk);
    }
    return disks;
  }

  private ImageDef known(String key, String name) {
    ImageDef image = images.get(name);
    if (image == null) {
      throw at.error(key, "no image '" + name + "'", Located.known(images.keySet()));
    }
    return image;
  }

  /** Requires that the guest can tell a disk from the others, and that the agent mounts one. */
  private void requireApart(ImageDef disk, List<ImageDef> others, String key) {
    Optional<ImageDef> twin =
        others.stream().filter(other -> other.serial().equals(disk.serial())).findFirst();
    if (twin.isPresent()) {
      throw at.error(
          key,
          "'" + disk.name() + "' has the serial of '" + twin.get().name() + "'",
          "give each disk of a program a serial: of its own");
    }
    Optional<ImageDef> mounted = others.stream().filter(other -> other.mount() != null).findFirst();
    if (disk.mount() != null && mounted.isPresent()) {
      throw at.error(
          key,
          "both '" + mounted.get().name() + "' and '" + disk.name() + "' have a mount:",
          "the agent mounts one; let the program mount an image without mount:");
    }
  }
}
