package dev.kverdict.model;

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
 * @param mount the agent's mount of it, or null when it stays unmounted
 * @param check the check after a trial, or null for none
 */
public record ImageDef(
    String name,
    long sizeBytes,
    List<String> make,
    String serial,
    @Nullable Mount mount,
    @Nullable Check check) {

  /**
   * The mount of an image.
   *
   * @param type the file system
   * @param at the mount point in the guest
   * @param options the data string of mount(2), or null for none, which differs from an empty one
   */
  public record Mount(String type, String at, @Nullable String options) {}

  /**
   * The commands of the file system's checker for the image after a trial.
   *
   * @param replay the command that replays the journal, as a mount would; empty when none is needed
   * @param run the command that checks and changes nothing; <code>{image}</code> stands for the
   *     image's path in both
   */
  public record Check(List<String> replay, List<String> run) {

    public Check {
      replay = List.copyOf(replay);
      run = List.copyOf(run);
    }
  }
}
