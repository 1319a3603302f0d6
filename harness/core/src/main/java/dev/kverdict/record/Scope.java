package dev.kverdict.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run's verdicts are about: beyond it they say nothing.
 *
 * @param matrix the matrix file, below the folder that none of its paths leaves
 * @param kernels the kernels under test
 * @param images the disk images, as they were made and mounted
 * @param patches where the patches came from
 * @param reportedBy who reported the bug, or null
 * @param closes where it was reported, or null
 */
public record Scope(
    String matrix,
    List<Kernel> kernels,
    List<String> images,
    List<Patch> patches,
    @Nullable String reportedBy,
    @Nullable String closes) {

  /** Nothing is known. */
  public static final Scope UNKNOWN = new Scope("", List.of(), List.of(), List.of(), null, null);

  /**
   * A kernel.
   *
   * @param name its name in the matrix
   * @param release {@code uname -r}
   * @param source where its source is from
   * @param smp its processors
   * @param memoryMiB its memory in MiB
   * @param detectors sanitizers and checkers that were built in, by their configuration's names
   */
  public record Kernel(
      String name, String release, String source, int smp, int memoryMiB, List<String> detectors) {

    public Kernel {
      detectors = List.copyOf(detectors);
    }
  }

  /**
   * A patch.
   *
   * @param name its name in the matrix
   * @param subject the subject of its mail, or of the first of its series; empty without one
   * @param messageId that mail's message id with its angle brackets; empty without one
   */
  public record Patch(String name, String subject, String messageId) {}

  public Scope {
    kernels = List.copyOf(kernels);
    images = List.copyOf(images);
    patches = List.copyOf(patches);
  }
}
