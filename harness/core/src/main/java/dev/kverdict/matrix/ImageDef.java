package dev.kverdict.matrix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk image.
 *
 * @param name its name in the matrix
 * @param sizeBytes its size in bytes
 * @param make the command that makes the file system; the argument <code>{image}</code> stands for
 *     the image's path
 * @param serial the virtio-blk serial by which the agent finds it, at most 20 bytes of ASCII
 * @param mount how the agent mounts it, or null when it stays unmounted
 */
public record ImageDef(
    String name, long sizeBytes, List<String> make, String serial, @Nullable Mount mount) {

  /**
   * How an image is mounted.
   *
   * @param type the file system
   * @param at the mount point in the guest
   * @param options the data string of mount(2), or null for none at all: not the same as empty
   */
  public record Mount(String type, String at, @Nullable String options) {}
}
