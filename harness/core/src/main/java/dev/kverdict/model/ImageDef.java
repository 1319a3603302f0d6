package dev.kverdict.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk image.
 *
 * @param name its name in the matrix
 * @param source where its content comes from
 * @param serial the virtio-blk serial by which the agent finds it, at most 20 bytes of ASCII
 * @param mount the agent's mount of it, or null when it stays unmounted
 * @param check the check after a trial, or null for none
 */
public record ImageDef(
    String name, ImageSource source, String serial, @Nullable Mount mount, @Nullable Check check) {

  /** Creates an image that a command makes, as {@link ImageSource.Made} describes it. */
  public ImageDef(
      String name,
      long sizeBytes,
      List<String> make,
      String serial,
      @Nullable Mount mount,
      @Nullable Check check) {
    this(name, new ImageSource.Made(sizeBytes, make), serial, mount, check);
  }

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
   * @param unmountedOnly whether the answer means something only if the file system was unmounted:
   *     it has no journal, or one that only the kernel replays
   */
  public record Check(List<String> replay, List<String> run, boolean unmountedOnly) {

    public Check {
      replay = List.copyOf(replay);
      run = List.copyOf(run);
    }

    /** Creates a check that is right after every end of a trial. */
    public Check(List<String> replay, List<String> run) {
      this(replay, run, false);
    }
  }
}
